using GbGateway.Labels;
using GbGateway.Labels.Media;
using GbGateway.Labels.Verification;
using GbGateway.Labels.Watermark;

namespace GbGateway.Verification;

/// <summary>Looks for the watermark of our keys in pictures. Keys may be exchanged meanwhile.</summary>
/// <param name="keys">Gives the keys in service.</param>
public sealed class WatermarkEvidence(Func<WatermarkKeys> keys)
{
    private volatile Reader _reader = new(keys());

    /// <summary>What was found; null if the file is no picture that can be looked at.</summary>
    public WatermarkFinding? Find(ReadOnlyMemory<byte> file, LabelReport report)
    {
        var current = keys();
        if (!ReferenceEquals(current, _reader.Keys))
        {
            _reader = new Reader(current);
        }
        var reading = WatermarkReader.Read(file, _reader.Detector, MediaLimits.Default);
        if (reading.Reason is not null)
        {
            return null;
        }
        if (reading.Detection is not { Payload: var payload })
        {
            return WatermarkFinding.None;
        }
        var numbers = report.Findings.SelectMany(static finding => new[] { finding.Metadata?.ProduceID, finding.Metadata?.PropagateID }).Where(static number => !string.IsNullOrEmpty(number)).ToList();
        return new WatermarkFinding(reading.WatermarkID ?? "", payload.KeyId, numbers.Count == 0 ? null : numbers.Exists(number => WatermarkPayload.ContentIdOf(number!) == payload.ContentId));
    }

    private sealed class Reader(WatermarkKeys keys)
    {
        public WatermarkKeys Keys { get; } = keys;

        public WatermarkDetector Detector { get; } = new(keys);
    }
}
