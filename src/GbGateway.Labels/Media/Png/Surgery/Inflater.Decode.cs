using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GbGateway.Labels.Media.Png.Surgery;

internal sealed unsafe partial class Inflater
{
    private const int IndexMask = (1 << InflateTable.LiteralBits) - 1;

    /// <summary>
    /// Decodes tokens of the open block until <paramref name="target"/>. A match that copies from the first <paramref name="rows"/> changed
    /// intervals is noted, and one that runs past <paramref name="ceiling"/>, into the next of them.
    /// </summary>
    private InflateOutcome Decode(long target, int rows, long ceiling)
    {
        var start = _output.Start;
        var output = start + _outputLength;
        var end = start + (target - _outputBase);
        var input = _input.Start;
        var literals = _literals;
        var distances = _distances;
        var at = (int)(_bit >> 3);
        var bits = *(ulong*)(input + at) >> (int)(_bit & 7);
        var count = 56 - (int)(_bit & 7); // bits at hand; those above are the stream's too
        at += 7;
        var safe = _inputEnded ? _inputLength + 8 : _inputLength - 32;
        var outcome = InflateOutcome.Reached;
        var grid = _grid;
        var gridOffset = grid.First - _outputBase;
        var ceilingOffset = ceiling - _outputBase;

        while (output < end)
        {
            if (at > safe)
            {
                outcome = _inputEnded ? InflateOutcome.Malformed : InflateOutcome.NeedsInput;
                break;
            }
            bits |= *(ulong*)(input + at) << count;
            at += (63 - count) >> 3;
            count |= 56;
            var entry = literals[bits & IndexMask];
            if ((entry & InflateEntry.Literal) != 0)
            {
                if (end - output < 8)
                {
                    // Near the target one literal at a time: what lies beyond it is another span's.
                    *output++ = (byte)(entry >> InflateEntry.ValueShift);
                    var drop = (int)(entry >> InflateEntry.ExtraShift & InflateEntry.ExtraMask);
                    bits >>= drop;
                    count -= drop;
                    continue;
                }
                WriteLiterals(ref output, ref bits, ref count, entry);
                entry = literals[bits & IndexMask];
                if ((entry & InflateEntry.Literal) != 0)
                {
                    WriteLiterals(ref output, ref bits, ref count, entry);
                    entry = literals[bits & IndexMask];
                    if ((entry & InflateEntry.Literal) != 0)
                    {
                        WriteLiterals(ref output, ref bits, ref count, entry);
                        entry = literals[bits & IndexMask];
                        if ((entry & InflateEntry.Literal) != 0)
                        {
                            WriteLiterals(ref output, ref bits, ref count, entry);
                            continue;
                        }
                    }
                }
                bits |= *(ulong*)(input + at) << count;
                at += (63 - count) >> 3;
                count |= 56;
            }
            var tokenBit = at * 8L - count;
            if ((entry & InflateEntry.Special) != 0)
            {
                if ((entry & InflateEntry.Second) != 0)
                {
                    bits >>= InflateTable.LiteralBits;
                    count -= InflateTable.LiteralBits;
                    entry = literals[(entry >> InflateEntry.ValueShift) + (uint)(bits & (1u << (int)(entry >> InflateEntry.ExtraShift & InflateEntry.ExtraMask)) - 1)];
                }
                var symbol = entry >> InflateEntry.ValueShift;
                var drop = (int)(entry & InflateEntry.DropMask);
                bits >>= drop;
                count -= drop;
                if (symbol == DeflateFacts.EndOfBlock)
                {
                    _endOfBlockBit = _inputBase * 8 + tokenBit;
                    outcome = InflateOutcome.BlockEnd;
                    break;
                }
                if (symbol >= 286)
                {
                    outcome = InflateOutcome.Malformed;
                    break;
                }
                if (_noting && !Log.TryAddLate(_inputBase * 8 + tokenBit, symbol))
                {
                    outcome = InflateOutcome.Excessive;
                    break;
                }
                if (symbol < 256)
                {
                    *output++ = (byte)symbol;
                    continue;
                }
                entry = InflateTable.Symbol(symbol);
            }
            else
            {
                bits >>= (int)(entry & InflateEntry.DropMask);
                count -= (int)(entry & InflateEntry.DropMask);
            }
            var extra = (int)(entry >> InflateEntry.ExtraShift & InflateEntry.ExtraMask);
            var length = (int)(entry >> InflateEntry.ValueShift) + (int)(bits & (1ul << extra) - 1);
            bits >>= extra;
            count -= extra;

            entry = distances[bits & (1 << InflateTable.DistanceBits) - 1];
            if ((entry & InflateEntry.Special) != 0)
            {
                if ((entry & InflateEntry.Second) != 0)
                {
                    bits >>= InflateTable.DistanceBits;
                    count -= InflateTable.DistanceBits;
                    entry = distances[(entry >> InflateEntry.ValueShift) + (uint)(bits & (1u << (int)(entry >> InflateEntry.ExtraShift & InflateEntry.ExtraMask)) - 1)];
                }
                if ((entry & InflateEntry.Special) != 0)
                {
                    outcome = InflateOutcome.Malformed;
                    break;
                }
            }
            bits >>= (int)(entry & InflateEntry.DropMask);
            count -= (int)(entry & InflateEntry.DropMask);
            extra = (int)(entry >> InflateEntry.ExtraShift & InflateEntry.ExtraMask);
            var distance = (int)(entry >> InflateEntry.ValueShift) + (int)(bits & (1ul << extra) - 1);
            bits >>= extra;
            count -= extra;

            var offset = output - start;
            if (distance > offset)
            {
                outcome = InflateOutcome.Malformed;
                break;
            }
            if (grid.Touches(offset - distance - gridOffset, Math.Min(length, distance), rows) | offset + length > ceilingOffset
                && !Log.TryAddSpan(_outputBase + offset, _outputBase + offset + length, _inputBase * 8 + tokenBit, _inputBase * 8 + at * 8L - count))
            {
                outcome = InflateOutcome.Excessive;
                break;
            }
            CopyMatch(output, distance, length);
            output += length;
        }
        _outputLength = (int)(output - start);
        _bit = at * 8L - count;
        return outcome;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteLiterals(ref byte* output, ref ulong bits, ref int count, uint entry)
    {
        *(ushort*)output = (ushort)(entry >> InflateEntry.ValueShift);
        output += entry >> InflateEntry.CountShift & 3;
        bits >>= (int)(entry & InflateEntry.DropMask);
        count -= (int)(entry & InflateEntry.DropMask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyMatch(byte* output, int distance, int length)
    {
        var source = output - distance;
        var end = output + length;
        if (distance >= 16)
        {
            do
            {
                Vector128.Store(Vector128.Load(source), output);
                source += 16;
                output += 16;
            }
            while (output < end);
        }
        else if (distance >= 8)
        {
            do
            {
                *(ulong*)output = *(ulong*)source;
                source += 8;
                output += 8;
            }
            while (output < end);
        }
        else if (distance == 1)
        {
            var run = 0x0101010101010101ul * *source;
            do
            {
                *(ulong*)output = run;
                output += 8;
            }
            while (output < end);
        }
        else
        {
            do
            {
                *output++ = *source++;
            }
            while (output < end);
        }
    }
}
