using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using GbGateway.Labels.Media.Png.Surgery;

namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>Spoils files, mends their chunk CRCs so that the damage gets past them, and labels what is left.</summary>
internal static class PngMutator
{
    private static readonly byte[][] Words = [[0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], "IDAT"u8.ToArray(), "IEND"u8.ToArray(), "tRNS"u8.ToArray(), "PLTE"u8.ToArray()];

    public static byte[] Mutate(byte[] source, Random random)
    {
        var file = source.ToList();
        for (var edits = random.Next(1, 5); edits > 0 && file.Count > 0; edits--)
        {
            // The head, the first picture data and the end are where it hurts.
            var at = random.Next(4) switch
            {
                0 => random.Next(Math.Min(file.Count, 64)),
                1 => random.Next(Math.Min(file.Count, 400)),
                2 => Math.Max(0, file.Count - 1 - random.Next(60)),
                _ => random.Next(file.Count),
            };
            switch (random.Next(7))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[at] = (byte)random.Next(256);
                    break;
                case 2:
                    file.RemoveRange(at, Math.Min(random.Next(1, 40), file.Count - at));
                    break;
                case 3:
                    file.InsertRange(at, file.GetRange(Math.Max(0, at - 20), Math.Min(random.Next(1, 40), file.Count - Math.Max(0, at - 20))));
                    break;
                case 4:
                    var word = Words[random.Next(Words.Length)];
                    for (var i = 0; i < 4 && at + i < file.Count; i++)
                    {
                        file[at + i] = word[i];
                    }
                    break;
                case 5 when random.Next(3) == 0:
                    file.RemoveRange(at, file.Count - at);
                    break;
                default:
                    file[at] = (byte)(file[at] + random.Next(-3, 4));
                    break;
            }
        }
        return random.Next(4) == 0 ? [.. file] : Mend([.. file]);
    }

    /// <summary>Labels whole, then in pieces: both must agree, and nothing may be thrown or half written.</summary>
    public static bool Label(byte[] file, Random random, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        var stamp = Stamps.Make(random.Next(1, 60), random.Next(1, 30));
        var (x, y) = (random.Next(-5, 60), random.Next(-5, 70));
        var done = PngSurgery.TryStamp(file, stamp, x, y, Judge.Metadata, PngDrops.None, output, out var reason);
        if (done != (reason.Length == 0) || (!done && output.WrittenCount != 0))
        {
            throw new InvalidOperationException($"done {done}, reason '{reason}', {output.WrittenCount} bytes");
        }
        var whole = output.WrittenSpan.ToArray();
        output.ResetWrittenCount();
        using var surgeon = new PngSurgeon();
        for (var at = 0; at < file.Length;)
        {
            var length = Math.Min(random.Next(1, 2000), file.Length - at);
            if (surgeon.Push(file.AsSpan(at, length), output) == PngStep.NeedsOrder)
            {
                surgeon.Order(stamp, x, y, Judge.Metadata, PngDrops.None, output);
            }
            at += length;
        }
        if (surgeon.IsWhole != done || (done && !output.WrittenSpan.SequenceEqual(whole)))
        {
            throw new InvalidOperationException($"in pieces {surgeon.Step} '{surgeon.Reason}', whole {done} '{reason}'");
        }
        return done;
    }

    private static byte[] Mend(byte[] file)
    {
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
            {
                break;
            }
            BinaryPrimitives.WriteUInt32BigEndian(
                file.AsSpan(at + 8 + (int)length), Crc32.HashToUInt32(file.AsSpan(at + 4, (int)length + 4)));
            at += (int)length + 12;
        }
        return file;
    }
}
