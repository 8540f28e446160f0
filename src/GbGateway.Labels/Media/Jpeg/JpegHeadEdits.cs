using GbGateway.Labels.Media.Jpeg.Surgery;

namespace GbGateway.Labels.Media.Jpeg;

/// <summary>The changes that the ordered implicit label makes among a JPEG's segments before its first scan; the bytes that come in lie in a scratch buffer.</summary>
internal sealed class JpegHeadEdits(ScratchBuffer inserted)
{
    // The scratch buffer moves as it grows: until all is written, an edit keeps the place of its bytes only.
    private readonly List<(int Offset, int Removed, int From, int To)> _edits = new(2);

    /// <summary>The changes, by ascending offset; good until the scratch buffer is written to again.</summary>
    public JpegSplice[] Splices
    {
        get
        {
            var splices = new JpegSplice[_edits.Count];
            for (var i = 0; i < splices.Length; i++)
            {
                var (offset, removed, from, to) = _edits[i];
                splices[i] = new JpegSplice(offset, removed, inserted.Memory[from..to]);
            }
            return splices;
        }
    }

    /// <summary>Whether there is an index of further pictures (MPF).</summary>
    public bool HasIndex { get; private set; }

    /// <summary>Plans the changes of a file.</summary>
    /// <returns>Why it can't be labelled, or null.</returns>
    public string? Plan(ReadOnlySpan<byte> file, LabelOrder order)
    {
        var extended = JpegExtendedXmp.Read(file);
        extended.RemoveLabels();
        if (!JpegContainer.TryWritePacket(file, order.Metadata, extended, inserted, out var packetStart))
        {
            return JpegContainer.NoRoom;
        }
        var packetEnd = inserted.Length;
        var manifest = new JpegManifest();
        var labelled = false;
        var segments = new JpegSegments(file);
        while (segments.MoveNext() && !segments.ReachedScan)
        {
            var segment = segments.Current;
            var leads = JpegApp.IsJfif(file, segment) || JpegApp.IsExif(file, segment);
            if (!labelled && segment.Start == packetStart)
            {
                labelled = true;
                Add(segment.Start, segment.End - segment.Start, 0, packetEnd);
                continue;
            }
            if (!labelled && packetStart < 0 && !leads)
            {
                labelled = true;
                Add(segment.Start, 0, 0, packetEnd);
            }
            HasIndex |= JpegApp.IsMpf(file, segment);
            var from = inserted.Length;
            if (!manifest.Holds(file, segment) || order.ContentCredentials != ContentCredentials.Drop)
            {
                JpegContainer.WriteSegment(file, segment, extended, inserted);
            }
            if (inserted.Written[from..].SequenceEqual(segment.Whole(file)))
            {
                inserted.Truncate(from);
            }
            else
            {
                Add(segment.Start, segment.End - segment.Start, from, inserted.Length);
            }
        }
        if (!labelled)
        {
            Add(segments.Current.Start, 0, 0, packetEnd);
        }
        return null;
    }

    private void Add(int offset, int removed, int from, int to) => _edits.Add((offset, removed, from, to));
}
