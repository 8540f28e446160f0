using GbGateway.Content.Profiles;

namespace GbGateway.Content.Bodies;

/// <summary>
/// One strict pass over one JSON document (RFC 8259) that notes the values standing at slots. Changes nothing, allocates nothing,
/// and never throws: what is not JSON, is too deep or names a slot twice in one object is a false return.
/// </summary>
public ref struct JsonScanner
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly SlotTree _tree;
    private readonly SlotHits _hits;
    private readonly int _maxDepth;
    private int _at;
    private int _depth;
    private int _arrays;
    private int _ordinal;
    private int _inner;
    private int _parent;

    private JsonScanner(ReadOnlySpan<byte> json, SlotTree tree, SlotHits hits, int maxDepth)
    {
        _json = json;
        _tree = tree;
        _hits = hits;
        _maxDepth = maxDepth;
    }

    /// <summary>Scans <paramref name="json"/>, whitespace around it allowed.</summary>
    /// <param name="json">The whole document.</param>
    /// <param name="tree">The slots to note.</param>
    /// <param name="hits">Cleared, then filled.</param>
    /// <param name="maxDepth">Deepest nesting accepted, at most 1,000.</param>
    /// <returns>Whether the document is well-formed and unambiguous.</returns>
    public static bool TryScan(ReadOnlySpan<byte> json, SlotTree tree, SlotHits hits, int maxDepth) => TryScan(json, tree, hits, maxDepth, null);

    /// <summary>Scans a document of a stream, with <paramref name="shape"/>, the one before, as its pattern.</summary>
    internal static bool TryScan(ReadOnlySpan<byte> json, SlotTree tree, SlotHits hits, int maxDepth, EventShape? shape)
    {
        if (shape is not null && shape.TryRead(json, hits))
        {
            return true;
        }
        hits.Clear();
        var scanner = new JsonScanner(json, tree, hits, Math.Min(maxDepth, 1000));
        if (!scanner.Value(tree.Root) || !scanner.AtEnd())
        {
            return false;
        }
        shape?.Begin(json, tree, hits);
        hits.Qualify(json, tree);
        shape?.Keep(hits);
        return true;
    }

    private bool AtEnd()
    {
        SkipSpace();
        return _at == _json.Length;
    }

    private bool Value(SlotTree.Node? node)
    {
        SkipSpace();
        if (_at >= _json.Length)
        {
            return false;
        }
        var start = _at;
        var token = JsonToken.Null;
        var read = _json[_at] switch
        {
            (byte)'"' => String(out token),
            (byte)'{' => Object(node, out token),
            (byte)'[' => Array(node, out token),
            (byte)'t' => Literal("true"u8, token = JsonToken.True),
            (byte)'f' => Literal("false"u8, token = JsonToken.False),
            (byte)'n' => Literal("null"u8, token = JsonToken.Null),
            _ => Number(out token),
        };
        for (var i = 0; read && i < node?.Slots.Count; i++)
        {
            var inside = token == JsonToken.String ? 1 : 0;
            var slot = node.Slots[i];
            if (node.IsDeep && (inside == 0 || !MediaSlot.HoldsPicture(_json[(start + 1)..(_at - 1)])))
            {
                continue;
            }
            _hits.Add(new SlotHit(slot, token, start + inside, _at - start - 2 * inside, _ordinal, _inner, _parent), _tree.Slots[slot].Kind);
        }
        return read;
    }

    private bool Object(SlotTree.Node? node, out JsonToken token)
    {
        token = JsonToken.Object;
        if (++_depth > _maxDepth)
        {
            return false;
        }
        var outer = _parent;
        _parent = _at++;
        SkipSpace();
        ulong seen = 0;
        var empty = true;
        if (!TryTake((byte)'}'))
        {
            empty = false;
            do
            {
                SkipSpace();
                if (!Name(node, ref seen, out var child))
                {
                    return false;
                }
                SkipSpace();
                if (!TryTake((byte)':') || !Value(child))
                {
                    return false;
                }
                SkipSpace();
            }
            while (TryTake((byte)','));
            if (!TryTake((byte)'}'))
            {
                return false;
            }
        }
        _parent = outer;
        if (--_depth == 0)
        {
            (_hits.RootEnd, _hits.RootIsEmpty) = (_at - 1, empty);
        }
        return true;
    }

    private bool Name(SlotTree.Node? node, ref ulong seen, out SlotTree.Node? child)
    {
        child = null;
        var start = _at + 1;
        if (_at >= _json.Length || _json[_at] != (byte)'"' || !String(out _))
        {
            return false;
        }
        if (node is not { HasMembers: true })
        {
            return true;
        }
        var name = _json[start..(_at - 1)];
        int index;
        if (name.Contains((byte)'\\'))
        {
            // A name may hide behind escapes ("cont\u0065nt"): compare what it says. A slot's name is short.
            Span<byte> plain = stackalloc byte[128];
            child = name.Length <= plain.Length && JsonText.TryUnescape(name, plain, out var length)
                ? node.Find(plain[..length], out index)
                : node.Find([], out index);
        }
        else
        {
            child = node.Find(name, out index);
        }
        if (child is not null && index >= 0 && !_tree.AllowsRepeats)
        {
            // The same slot twice in one object is read differently by each client (T12).
            var bit = 1UL << index;
            if ((seen & bit) != 0)
            {
                return false;
            }
            seen |= bit;
        }
        return true;
    }

    private bool Array(SlotTree.Node? node, out JsonToken token)
    {
        token = JsonToken.Array;
        if (++_depth > _maxDepth)
        {
            return false;
        }
        _at++;
        _arrays++;
        SkipSpace();
        if (!TryTake((byte)']'))
        {
            var ordinal = 0;
            do
            {
                if (_arrays == 1)
                {
                    _ordinal = ordinal++;
                }
                else if (_arrays == 2)
                {
                    _inner = ordinal++;
                }
                if (!Value(node?.Elements))
                {
                    return false;
                }
                SkipSpace();
            }
            while (TryTake((byte)','));
            if (!TryTake((byte)']'))
            {
                return false;
            }
        }
        if (_arrays == 1)
        {
            _ordinal = 0;
        }
        else if (_arrays == 2)
        {
            _inner = 0;
        }
        _arrays--;
        _depth--;
        return true;
    }

    private bool String(out JsonToken token)
    {
        token = JsonToken.String;
        _at++;
        return JsonScalars.TrySkipString(_json, ref _at);
    }

    private bool Literal(ReadOnlySpan<byte> literal, JsonToken token)
    {
        _ = token;
        if (!_json[_at..].StartsWith(literal))
        {
            return false;
        }
        _at += literal.Length;
        return true;
    }

    private bool Number(out JsonToken token)
    {
        token = JsonToken.Number;
        return JsonScalars.TrySkipNumber(_json, ref _at);
    }

    private bool TryTake(byte value)
    {
        if (_at < _json.Length && _json[_at] == value)
        {
            _at++;
            return true;
        }
        return false;
    }

    private void SkipSpace()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }
    }
}
