using System.Buffers;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Filters the arguments of a tool call: a JSON document, or one inside a JSON string, cut anywhere. Every string in it, names too, is a
/// text of its own, so that what is put in the place of a hit never touches a quote or a brace: valid JSON stays valid.
/// </summary>
/// <remarks>
/// 1. The outer escapes are resolved, each character keeping its spelling. 2. What stands between strings passes; a number or word waits for
/// its end, and one that is hit becomes <c>null</c>. 3. A string's content goes through a <see cref="TextFilter"/> that resolves the inner
/// escapes. 4. What is no JSON (a tool's free text) is one text from there on.
/// </remarks>
internal sealed class ArgumentsFilter : RunFilter, IUnescaped
{
    /// <summary>A longer number or word is none: no keyword that is one is longer.</summary>
    private const int LongestScalar = 64;

    private static readonly SearchValues<byte> Ends = SearchValues.Create("\"\\"u8);

    private readonly FilterVerdict _verdict = new();
    private readonly KeywordSet _set;
    private readonly TextFilterOptions _options;
    private readonly int _depth;
    private readonly JsonEscapes? _outer;
    private readonly byte[] _scalar = new byte[LongestScalar];
    private readonly ArrayBufferWriter<byte> _unused = new();
    private readonly TextFilter _strings;
    private TextFilter? _rest;
    private IBufferWriter<byte>? _release;
    private int _scalarLength;
    private bool _inString;
    private bool _escaping;

    /// <param name="set">What is looked for.</param>
    /// <param name="options">How hits are changed.</param>
    /// <param name="inString">Whether the document stands inside a JSON string.</param>
    internal ArgumentsFilter(KeywordSet set, TextFilterOptions options, bool inString)
    {
        (_set, _options, _depth) = (set, options, inString ? 1 : 0);
        _outer = inString ? new JsonEscapes() : null;
        _strings = new TextFilter(set, options, _depth + 1, unescapes: true, _verdict);
    }

    /// <inheritdoc/>
    public override FilterVerdict Verdict => _verdict;

    /// <inheritdoc/>
    public override int Held => Blocked ? 0 : (_rest ?? _strings).Held + _scalarLength + (_outer?.Waiting ?? 0);

    /// <inheritdoc/>
    public override FilterVerdict Push(ReadOnlySpan<byte> utf8Text, IBufferWriter<byte> release)
    {
        if (!Blocked && !utf8Text.IsEmpty)
        {
            _release = release;
            if (_outer is null)
            {
                Append(utf8Text);
            }
            else
            {
                _outer.Push(utf8Text, this);
            }

            GoOn();
        }

        return _verdict;
    }

    /// <inheritdoc/>
    public override FilterVerdict Flush(IBufferWriter<byte> release)
    {
        if (!Blocked)
        {
            _release = release;
            _outer?.Flush(this);
            EndScalar();
            End(_rest ?? _strings);
        }

        return _verdict;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _strings.Dispose();
        _rest?.Dispose();
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && !Blocked)
        {
            if (_rest is not null)
            {
                _rest.Take(text);
                return;
            }

            if (_inString && !_escaping)
            {
                int end = text.IndexOfAny(Ends);
                int plain = end < 0 ? text.Length : end;
                if (plain > 0)
                {
                    _strings.Take(text[..plain]);
                    text = text[plain..];
                    continue;
                }
            }

            One(text[..1], text[..1]);
            text = text[1..];
        }
    }

    /// <inheritdoc/>
    public void AppendEscaped(ReadOnlySpan<byte> character, ReadOnlySpan<byte> raw)
    {
        if (!Blocked)
        {
            One(character, raw);
        }
    }

    private void One(ReadOnlySpan<byte> character, ReadOnlySpan<byte> raw)
    {
        if (_rest is not null)
        {
            _rest.Take(character, raw);
        }
        else if (!_inString)
        {
            Between(character, raw);
        }
        else if (_escaping || character[0] != '"')
        {
            _escaping = !_escaping && character[0] == '\\';
            _strings.Take(character, raw);
        }
        else
        {
            End(_strings);
            if (!Blocked)
            {
                _strings.Restart();
                _inString = false;
                _release!.Write(raw);
            }
        }
    }

    private void Between(ReadOnlySpan<byte> character, ReadOnlySpan<byte> raw)
    {
        byte first = character[0];
        bool scalar = char.IsAsciiLetterOrDigit((char)first) || first is (byte)'+' or (byte)'-' or (byte)'.';
        if (scalar && raw.Length == 1 && _scalarLength < LongestScalar)
        {
            _scalar[_scalarLength++] = first;
            return;
        }

        if (first is not ((byte)'"' or (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)':' or (byte)',' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
        {
            // No JSON, or none that every reader takes: from the number or word at hand on it's one text.
            _rest = new TextFilter(_set, _options, _depth, unescapes: false, _verdict);
            _rest.Take(_scalar.AsSpan(0, _scalarLength));
            _scalarLength = 0;
            _rest.Take(character, raw);
            return;
        }

        EndScalar();
        if (!Blocked)
        {
            _release!.Write(raw);
            _inString = first == '"';
        }
    }

    // A number or a word: a hit in it can't be masked and leave JSON, so all of it goes.
    private void EndScalar()
    {
        if (_scalarLength == 0 || Blocked)
        {
            return;
        }

        ReadOnlySpan<byte> scalar = _scalar.AsSpan(0, _scalarLength);
        _unused.ResetWrittenCount();
        _strings.Push(scalar, _unused);
        _strings.Flush(_unused);
        Blocked = _strings.Blocked;
        if (!Blocked)
        {
            _release!.Write(_unused.WrittenSpan.SequenceEqual(scalar) ? scalar : "null"u8);
            _strings.Restart();
        }

        _scalarLength = 0;
    }

    private void End(TextFilter text)
    {
        text.Flush(_release!);
        Blocked = text.Blocked;
    }

    private void GoOn()
    {
        TextFilter text = _rest ?? _strings;
        text.Go(_release!);
        Blocked |= text.Blocked;
    }
}
