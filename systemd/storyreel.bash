# bash completion for storyreel. Commands and options are asked of the program, so that none is
# missing here.

_storyreel_listed() {
  # The names that a help lists in its indented columns, commands or options.
  storyreel "${@:2}" --help 2>/dev/null | sed -nE "$1"
}

_storyreel() {
  local cur prev words cword command="" i
  _init_completion || return
  for ((i = 1; i < cword; ++i)); do
    case ${words[i]} in
      --config) ((++i)) ;;
      -*) ;;
      *) command=${words[i]}; break ;;
    esac
  done
  case $prev in
    --tracks | --pictures | --voices | --data | --cache) _filedir -d; return ;;
    --config | --script | --music | -o | --output) _filedir; return ;;
    --level) mapfile -t COMPREPLY < <(compgen -W 'debug info warning error' -- "$cur"); return ;;
    --subtitles) mapfile -t COMPREPLY < <(compgen -W 'burned soft none' -- "$cur"); return ;;
  esac
  if [[ $cur == -* ]]; then
    local options
    # shellcheck disable=SC2086  # no command is no word
    options=$(_storyreel_listed 's/^  (-[a-z],)?(--[a-z-]+).*/\2/p' $command)
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
  elif [[ -z $command ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_storyreel_listed 's/^  ([a-z]+(-[a-z]+)*) .*/\1/p')" -- "$cur")
  else
    _filedir
  fi
} && complete -F _storyreel storyreel
