using GbGateway.Content.Profiles;

namespace GbGateway.Content.Bodies;

/// <summary>
/// Walks a JSON document that is still arriving along its slots, and stops at long strings where a picture stands. It only finds its way:
/// whether the document is well-formed is for a <see cref="JsonScanner"/> to say.
/// </summary>
internal sealed class PictureWatch(SlotTree tree, int maxDepth)
{
    private readonly record struct Level(SlotTree.Node? Node, bool IsArray);

    private readonly List<Level> _levels = [];
    private SlotTree.Node? _member;
    private int _at;
    private int _string;
    private bool _inString;
    private bool _isName;
    private bool _expectsName;
    private bool _escaped;
    private bool _isDecided = true;
    private bool _isLost;

    /// <summary>Where the content of the string found begins.</summary>
    public int Start => _string;

    /// <summary>Where its closing quote stands; -1 if that has not arrived.</summary>
    public int End { get; private set; } = -1;

    /// <summary>Goes on to the end of a document's first bytes, or to a string to decide on.</summary>
    /// <param name="json">The bytes so far: each time the same and more.</param>
    /// <returns>Whether a picture's string of more than <see cref="Base64Picture.SmallLength"/> bytes was found.</returns>
    public bool TryFind(ReadOnlySpan<byte> json)
    {
        while (_at < json.Length && !_isLost)
        {
            if (_inString)
            {
                Pass(json);
                if (!_isDecided && (End < 0 ? json.Length : End) - _string > Base64Picture.SmallLength)
                {
                    return true;
                }
            }
            else
            {
                Take(json);
            }
        }
        return false;
    }

    /// <summary>Whether the bytes so far end between an escape's backslash and what it escapes.</summary>
    public bool EndsInEscape => _escaped;

    /// <summary>The string found stays in the document as it is.</summary>
    public void Keep() => _isDecided = true;

    /// <summary>The string's content was taken out of the document, from its first byte on; the rest of it will not come in.</summary>
    /// <param name="removed">Bytes taken out.</param>
    public void TakeOut(int removed) => (_isDecided, _at, _escaped) = (true, _at - removed, false);

    /// <summary>Writes what would end the string found and the document around it.</summary>
    public void WriteEnd(PooledBuffer output)
    {
        output.Append("\""u8);
        for (var i = _levels.Count - 1; i >= 0; i--)
        {
            output.Append(_levels[i].IsArray ? "]"u8 : "}"u8);
        }
    }

    /// <summary>Nothing more is looked for.</summary>
    public void Stop() => _isLost = true;

    private void Pass(ReadOnlySpan<byte> json)
    {
        while (_at < json.Length)
        {
            if (_escaped)
            {
                _escaped = false;
                _at++;
                continue;
            }
            var stop = json[_at..].IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                _at = json.Length;
                return;
            }
            _at += stop + 1;
            if (json[_at - 1] == (byte)'"')
            {
                _inString = false;
                End = _at - 1;
                if (_isName)
                {
                    Name(json[_string..End]);
                }
                return;
            }
            _escaped = true;
        }
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        (_isName, _expectsName) = (false, false);
        var node = _levels.Count == 0 ? null : _levels[^1].Node;
        if (node is { HasMembers: true } && name.Contains((byte)'\\'))
        {
            Span<byte> plain = stackalloc byte[128];
            _member = name.Length <= plain.Length && JsonText.TryUnescape(name, plain, out var length) ? node.Find(plain[..length], out _) : null;
            return;
        }
        _member = node?.Find(name, out _);
    }

    private void Take(ReadOnlySpan<byte> json)
    {
        var value = json[_at++];
        switch (value)
        {
            case (byte)'"':
                (_inString, _string, _isName, End) = (true, _at, _expectsName, -1);
                _isDecided = _isName || !IsPicture();
                break;
            case (byte)'{' or (byte)'[':
                _isLost = _levels.Count >= maxDepth;
                _levels.Add(new Level(Value(), value == (byte)'['));
                _expectsName = value == (byte)'{';
                break;
            case (byte)'}' or (byte)']':
                _isLost = _levels.Count == 0;
                if (!_isLost)
                {
                    _levels.RemoveAt(_levels.Count - 1);
                }
                break;
            case (byte)',':
                _expectsName = _levels.Count > 0 && !_levels[^1].IsArray;
                break;
        }
    }

    private SlotTree.Node? Value() => _levels.Count == 0 ? tree.Root : _levels[^1].IsArray ? _levels[^1].Node?.Items : _member;

    private bool IsPicture()
    {
        if (Value() is { } node)
        {
            foreach (var slot in node.Slots)
            {
                if (tree.Slots[slot].Kind == SlotKind.Image)
                {
                    return true;
                }
            }
        }
        return false;
    }
}
