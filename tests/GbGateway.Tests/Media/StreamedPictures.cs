using System.Buffers;
using GbGateway.Labels;
using GbGateway.Labels.Media;

namespace GbGateway.Tests.Media;

/// <summary>Pushes a file through its format's stream.</summary>
internal static class StreamedPictures
{
    public static (LabelReceipt Receipt, byte[] Output) Label(byte[] file, LabelOrder order, int piece = 4096)
    {
        using var stream = Open(file, order)!;
        var output = new ArrayBufferWriter<byte>();
        foreach (var bytes in file.Chunk(piece))
        {
            stream.Push(bytes, output);
        }
        Assert.True(stream.TryFinish(), stream.Reason);
        return (stream.Receipt, output.WrittenSpan.ToArray());
    }

    public static PictureStream? Open(byte[] file, LabelOrder order) =>
        MediaFormats.Detect(file.AsSpan(0, Math.Min(file.Length, MediaFormat.HeadLength)))!.OpenStream(order, int.MaxValue);
}
