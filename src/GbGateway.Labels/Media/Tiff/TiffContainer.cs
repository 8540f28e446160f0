using System.Buffers;
using GbGateway.Labels.Media.Exif;
using GbGateway.Labels.Media.Xmp;

namespace GbGateway.Labels.Media.Tiff;

/// <summary>
/// Surveys a TIFF and writes it with exactly one implicit label, in tag 700 (XMP). Nothing moves: the packet and a new first directory are
/// appended, and four bytes of the header point there.
/// </summary>
internal static class TiffContainer
{
    private const int SubfileType = 254, ImageWidth = 256, ImageLength = 257, StripOffsets = 273, Orientation = 274, StripCounts = 279;
    private const int TileOffsets = 324, TileCounts = 325, Xmp = 700, Manifest = 0xCD41;
    private const int MostDirectories = 64;

    public static bool TryReadFacts(ReadOnlySpan<byte> file, out MediaFacts facts)
    {
        facts = default;
        if (!TiffDirectory.TryReadFirst(file, out var first)
            || first.Number(ImageWidth) is not (> 0 and <= int.MaxValue and var width) || first.Number(ImageLength) is not (> 0 and <= int.MaxValue and var height))
        {
            return false;
        }
        facts = new MediaFacts((int)width, (int)height, Orientation: first.Number(Orientation) is >= 1 and <= 8 and var turned ? (int)turned : 1);
        return true;
    }

    public static PictureSurvey? Survey(ReadOnlySpan<byte> file)
    {
        if (!TryReadFacts(file, out var facts) || Directories(file) is not { } directories)
        {
            return null;
        }
        var survey = new PictureSurvey { Facts = facts };
        var pages = 0;
        foreach (var start in directories)
        {
            TiffDirectory.TryRead(file, start, out var directory);
            if (!HoldsSamples(file, directory, StripOffsets, StripCounts) || !HoldsSamples(file, directory, TileOffsets, TileCounts))
            {
                return null;
            }
            pages += ((directory.Number(SubfileType) ?? 0) & 1) == 0 ? 1 : 0; // a smaller copy of another page is no page
            survey.HasContentCredentials |= directory.TryFind(Manifest, out _, out _);
            if (directory.TryFind(Xmp, out var at, out var length))
            {
                XmpPacket.Find(file.Slice(at, length), "TIFF XMP", survey.Labels);
            }
        }
        ExifBlock.Find(file, "TIFF", survey.Labels);
        survey.Unstampable = directories.Count > 1 ? $"a TIFF of {pages} pages and {directories.Count - pages} smaller copies" : null;
        return survey;
    }

    /// <summary>Writes <paramref name="file"/> with the ordered implicit label; its samples come from the TIFF <paramref name="encoded"/> unless that is empty.</summary>
    /// <returns>Why it could not, or null.</returns>
    public static string? Write(ReadOnlySpan<byte> file, ReadOnlySpan<byte> encoded, LabelOrder order, IBufferWriter<byte> output)
    {
        TiffDirectory.TryReadFirst(file, out var source);
        var packet = XmpPacket.SetLabel(source.TryFind(Xmp, out var at, out var length) ? file.Slice(at, length) : [], order.Metadata);
        var bytes = (encoded.IsEmpty ? file : encoded).ToArray();
        var drops = order.ContentCredentials == ContentCredentials.Drop;
        // Samples coded anew know nothing of the old manifest.
        var manifest = !drops && !encoded.IsEmpty && source.TryFind(Manifest, out at, out length) ? file.Slice(at, length).ToArray() : null;
        RemoveLabels(bytes, drops);
        var written = Append(bytes, packet, manifest, drops || manifest is not null);
        if (Survey(written) is not { } survey || survey.Labels.Count != 1 || survey.Labels[0].Metadata != order.Metadata)
        {
            return "the directory can't take an XMP tag";
        }
        output.Write(written);
        return null;
    }

    // Blanked where they stand: no offset moves.
    private static void RemoveLabels(byte[] bytes, bool dropsManifest)
    {
        foreach (var start in Directories(bytes) ?? [])
        {
            TiffDirectory.TryRead(bytes, start, out var directory);
            if (directory.TryFind(Xmp, out var at, out var length) && bytes.AsSpan(at, length) is var packet && XmpPacket.HasLabel(packet))
            {
                var bare = XmpPacket.RemoveLabels(packet);
                packet.Fill((byte)' ');
                bare.AsSpan(0, Math.Min(bare.Length, length)).CopyTo(packet);
            }
            if (dropsManifest && directory.TryFind(Manifest, out at, out length) && length > 4)
            {
                bytes.AsSpan(at, length).Clear();
            }
        }
        ExifBlock.RemoveLabels(bytes);
    }

    private static byte[] Append(byte[] bytes, byte[] packet, byte[]? manifest, bool dropsManifest)
    {
        var little = bytes[0] == 'I';
        TiffDirectory.TryReadFirst(bytes, out var first);
        var entries = new List<(int Tag, byte[] Entry)>();
        for (var i = 0; i < first.Count; i++)
        {
            var tag = first.Tag(i);
            if (tag != Xmp && !(tag == Manifest && dropsManifest))
            {
                entries.Add((tag, first.Entry(i).ToArray()));
            }
        }
        var written = new ArrayBufferWriter<byte>(bytes.Length + packet.Length + 4096);
        written.Write(bytes);
        AddValue(Xmp, 1, packet); // BYTE
        if (manifest is not null)
        {
            AddValue(Manifest, 7, manifest); // UNDEFINED
        }
        Align();
        var directory = written.WrittenCount;
        Put(entries.Count, 2);
        foreach (var (_, entry) in entries.OrderBy(static one => one.Tag)) // a stable sort: equal tags keep their order
        {
            written.Write(entry);
        }
        Put(first.Next, 4);
        var file = written.WrittenSpan.ToArray();
        Number(directory, 4).CopyTo(file, 4);
        return file;

        void AddValue(int tag, int type, byte[] value)
        {
            Align();
            var place = value.Length <= 4 ? [.. value, .. new byte[4 - value.Length]] : Number(written.WrittenCount, 4);
            entries.Add((tag, [.. Number(tag, 2), .. Number(type, 2), .. Number(value.Length, 4), .. place]));
            written.Write(value);
        }

        void Align() => written.Write(new byte[written.WrittenCount & 1]);

        void Put(long value, int size) => written.Write(Number(value, size));

        byte[] Number(long value, int size)
        {
            var number = new byte[size];
            for (var i = 0; i < size; i++)
            {
                number[little ? i : size - 1 - i] = (byte)(value >> (8 * i));
            }
            return number;
        }
    }

    /// <summary>Where the directories stand; null if the chain is broken or too long.</summary>
    private static List<int>? Directories(ReadOnlySpan<byte> file)
    {
        var found = new List<int>();
        if (!TiffDirectory.TryReadFirst(file, out var directory))
        {
            return null;
        }
        while (true)
        {
            if (found.Contains(directory.Start) || found.Count == MostDirectories)
            {
                return null;
            }
            found.Add(directory.Start);
            if (directory.Next == 0)
            {
                return found;
            }
            if (!TiffDirectory.TryRead(file, directory.Next, out directory))
            {
                return null;
            }
        }
    }

    private static bool HoldsSamples(ReadOnlySpan<byte> file, TiffDirectory directory, int offsets, int counts)
    {
        // A list that ends behind the file is none yet; once something is appended, it would be one of nonsense.
        if (directory.Lists(offsets) && directory.Number(offsets) is null)
        {
            return false;
        }
        for (var i = 0; directory.Number(offsets, i) is { } offset; i++)
        {
            if (directory.Number(counts, i) is not { } length || offset + length > file.Length)
            {
                return false;
            }
        }
        return true;
    }
}
