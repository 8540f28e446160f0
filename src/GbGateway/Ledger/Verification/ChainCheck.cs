using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;

namespace GbGateway.Ledger.Verification;

/// <summary>The state of one verification.</summary>
internal sealed class ChainCheck
{
    private readonly string _chain;
    private readonly KeyRing _keys;
    private readonly Dictionary<long, LedgerCheckpoint> _anchors = [];
    private readonly Dictionary<long, ReadOnlyMemory<byte>> _segmentEnds = [];
    private readonly LedgerFault? _badAnchor;
    private LedgerEntry? _first;
    private LedgerHead _head;
    private LedgerTombstone? _tombstone;
    private long _lastSigned;

    public ChainCheck(string chain, KeyRing keys, IEnumerable<LedgerCheckpoint?> anchors)
    {
        (_chain, _keys, _head) = (chain, keys, LedgerHead.Genesis(chain));
        foreach (var anchor in anchors)
        {
            if (anchor is null || anchor.Chain != chain || !anchor.IsSignedBy(keys))
            {
                _badAnchor = new LedgerFault(anchor?.Sequence ?? 0, "an exported checkpoint can't be read, or no trusted key signed it", "导出的检查点无法读取，或未由受信任密钥签名");
            }
            else
            {
                _anchors[anchor.Sequence] = anchor;
            }
        }
    }

    public long Entries { get; private set; }

    /// <summary>Checks the next entry.</summary>
    public LedgerFault? Add(LedgerEntry entry)
    {
        if (_badAnchor is not null)
        {
            return _badAnchor;
        }
        if (_first is null)
        {
            _first = entry;
            if (entry.Sequence > 1)
            {
                return Begin(entry);
            }
        }
        if (entry.Sequence != _head.Sequence + 1)
        {
            return new LedgerFault(_head.Sequence + 1,
                $"entry {_head.Sequence + 1} is missing: {entry.Sequence} follows {_head.Sequence}", $"缺少第 {_head.Sequence + 1} 条记录，或顺序被改变");
        }
        if (entry.Algorithm is not (LedgerHashAlgorithm.Sha256 or LedgerHashAlgorithm.Sm3) || entry.Hash.Length != EntryHash.Length
            || !EntryHash.Of(entry, _head.Hash.Span).AsSpan().SequenceEqual(entry.Hash.Span))
        {
            return new LedgerFault(entry.Sequence, $"entry {entry.Sequence} does not hash to what it says: it or the one before it was changed", $"第 {entry.Sequence} 条记录的哈希不符，内容被改动");
        }
        var segment = _head.ClosesSegment ? _head.Segment + 1 : _head.Segment;
        var index = _head.ClosesSegment ? 0 : _head.Index + 1;
        if (entry.Segment != segment || entry.Index != index || entry.Age < _head.Age)
        {
            return new LedgerFault(entry.Sequence, $"entry {entry.Sequence} stands in the wrong segment, or is younger than the one before it", $"第 {entry.Sequence} 条记录的分段或时长不符");
        }
        return CheckRecord(entry) ?? Accept(entry);
    }

    /// <summary>Checks what can only be seen at the end.</summary>
    public LedgerFault? End()
    {
        if (_badAnchor is not null)
        {
            return _badAnchor;
        }
        if (CheckDeletion() is { } fault)
        {
            return fault;
        }
        var known = _anchors.Keys.DefaultIfEmpty(-1).Max();
        return known + 1 > _head.Sequence
            ? new LedgerFault(_head.Sequence + 1, $"the ledger ends at {_head.Sequence}, but a checkpoint at {known + 1} was exported: it was cut or rolled back",
                $"账本止于第 {_head.Sequence} 条，但曾导出第 {known + 1} 条的检查点：账本被截断或回滚")
            : null;
    }

    public LedgerVerdict Verdict(LedgerFault? fault) => new(Entries, _first?.Sequence ?? 0, _head.Sequence, _lastSigned, fault);

    // The first entry after a deletion: what it is chained to is told by a tombstone further on.
    private LedgerFault? Begin(LedgerEntry entry) =>
        entry.Hash.Length == EntryHash.Length && entry.Sequence > 1 && entry.Algorithm is LedgerHashAlgorithm.Sha256 or LedgerHashAlgorithm.Sm3
            ? CheckRecord(entry, isFirst: true) ?? Accept(entry)
            : new LedgerFault(entry.Sequence, "the first entry can't be one", "首条记录无效");

    private LedgerFault? Accept(LedgerEntry entry)
    {
        _head = LedgerHead.Of(entry);
        Entries++;
        if (_head.ClosesSegment)
        {
            _segmentEnds[entry.Sequence] = entry.Hash;
        }
        return _anchors.TryGetValue(entry.Sequence, out var anchor) && !anchor.Head.Span.SequenceEqual(entry.Hash.Span)
            ? new LedgerFault(entry.Sequence, $"entry {entry.Sequence} is not the one of the exported checkpoint: the ledger was written anew", $"第 {entry.Sequence} 条记录与导出的检查点不符：账本被重写")
            : null;
    }

    private LedgerFault? CheckRecord(LedgerEntry entry, bool isFirst = false)
    {
        var body = entry.Body.Span;
        switch (entry.Kind)
        {
            case LedgerEntryKind.Open when LedgerOpening.TryRead(body) is not null:
            case LedgerEntryKind.Seal when LedgerSealing.TryRead(body) is not null:
                return null;
            case LedgerEntryKind.Checkpoint when LedgerCheckpoint.TryRead(body) is { } checkpoint:
                var agrees = checkpoint.Chain == _chain && checkpoint.Sequence == entry.Sequence - 1 && checkpoint.Segment == entry.Segment
                    && checkpoint.Time == entry.Time && (isFirst || checkpoint.Head.Span.SequenceEqual(_head.Hash.Span));
                if (!agrees || !checkpoint.IsSignedBy(_keys))
                {
                    return new LedgerFault(entry.Sequence, $"the checkpoint {entry.Sequence} is forged: no trusted key signed it for this place", $"第 {entry.Sequence} 条检查点系伪造：未由受信任密钥签名");
                }
                _lastSigned = entry.Sequence;
                return null;
            case LedgerEntryKind.Tombstone when LedgerTombstone.TryRead(body) is { } tombstone:
                if (tombstone.Chain != _chain || !tombstone.IsSignedBy(_keys))
                {
                    return new LedgerFault(entry.Sequence, $"the tombstone {entry.Sequence} is forged: no trusted key signed it", $"第 {entry.Sequence} 条删除凭证系伪造");
                }
                _tombstone = _tombstone is { } older && older.LastSequence > tombstone.LastSequence ? older : tombstone;
                return null;
            default:
                return new LedgerFault(entry.Sequence, $"entry {entry.Sequence} holds no record that can be read", $"第 {entry.Sequence} 条记录无法读取");
        }
    }

    private LedgerFault? CheckDeletion()
    {
        if (_first is null || _first.Sequence == 1)
        {
            return null;
        }
        var missing = new LedgerFault(1, $"entries 1 to {_first.Sequence - 1} are missing, and no tombstone speaks of them", $"第 1 至 {_first.Sequence - 1} 条记录缺失，且无删除凭证");
        if (_tombstone is not { } tombstone || tombstone.LastSequence < _first.Sequence - 1)
        {
            return missing;
        }
        // Deleted just to the tombstone's end, or still being deleted: then the end itself is here.
        var fits = tombstone.LastSequence == _first.Sequence - 1
            ? EntryHash.Of(_first, tombstone.LastHash.Span).AsSpan().SequenceEqual(_first.Hash.Span)
            : _segmentEnds.TryGetValue(tombstone.LastSequence, out var end) && end.Span.SequenceEqual(tombstone.LastHash.Span);
        return fits ? null : new LedgerFault(_first.Sequence, $"entry {_first.Sequence} does not follow what the tombstone says was deleted", $"第 {_first.Sequence} 条记录与删除凭证不符");
    }
}
