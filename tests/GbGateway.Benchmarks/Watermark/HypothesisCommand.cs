using System.Diagnostics;
using GbGateway.Benchmarks.Watermark.Attacks;
using GbGateway.Labels.Watermark;

namespace GbGateway.Benchmarks.Watermark;

/// <summary>
/// Looks for marks where there are none, through all search stages: unmarked pictures under many keys and geometries, and pictures marked
/// with another
/// key. One trial is one picture with one key through the whole search; eight keys share a picture's search, which knows no key.
/// </summary>
internal static class HypothesisCommand
{
    private static readonly Attack[] Geometries =
        [AttackSteps.None, AttackSteps.Scale(0.7), AttackSteps.Crop(50), AttackSteps.Rotate(2), AttackSteps.Jpeg(50), AttackSteps.Scale(0.5).Then(AttackSteps.Jpeg(70))];

    private const int Keys = 8;

    public static int Run(int trials, int maxPictures)
    {
        var pictures = PictureSet.Find(maxPictures).SelectMany(static set => set.Pictures).ToArray();
        var marker = BenchmarkKeys.Make(1_000_000);
        var random = new Random(20251101);
        var tally = new[] { new Tally("unmarked"), new Tally("marked with another key") };
        var watch = Stopwatch.StartNew();
        for (var trial = 0; trial < trials; trial += Keys)
        {
            var isMarked = trial / Keys % 4 == 3;
            var picture = pictures[random.Next(pictures.Length)];
            if (isMarked)
            {
                picture = picture.Copy();
                WatermarkEmbedder.Embed(picture.Buffer, marker, (ulong)trial);
            }
            var attacked = Geometries[random.Next(Geometries.Length)].Then(AttackSteps.Crop(90)).On(picture, trial);
            var trace = new DetectionTrace();
            var detector = new WatermarkDetector(WatermarkKeys.Of([.. Enumerable.Range(trial, Keys).Select(BenchmarkKeys.Make)]));
            var found = detector.Detect(attacked.View, trace);
            tally[isMarked ? 1 : 0].Add(found, trace);
            if (trial % 1000 == 0 && trial > 0)
            {
                Console.WriteLine($"{trial} trials, {watch.Elapsed.TotalMinutes:F1} min");
            }
        }
        foreach (var part in tally)
        {
            part.Print();
        }
        return tally.Sum(static part => part.Found) == 0 ? 0 : 1;
    }

    private sealed class Tally(string name)
    {
        private readonly List<double> _syncs = [];
        private long _alignments;
        private long _decodes;
        private int _tags;
        private double _bestScore;

        public int Found { get; private set; }

        public void Add(WatermarkDetection? found, DetectionTrace trace)
        {
            Found += found is null ? 0 : 1;
            _syncs.Add(trace.BestSync);
            _alignments += trace.Alignments;
            _decodes += trace.Decodes;
            _tags += trace.Tags;
            _bestScore = Math.Max(_bestScore, trace.BestScore);
        }

        public void Print()
        {
            _syncs.Sort();
            Console.WriteLine($"{name}: {_syncs.Count * Keys} trials, {_alignments} alignments, {_decodes} decodes; best sync score a picture: "
                + $"median {_syncs[_syncs.Count / 2]:F2}, 99 % {_syncs[_syncs.Count * 99 / 100]:F2}, max {_syncs[^1]:F2}; "
                + $"right tags {_tags} (best score {_bestScore:F1}); FOUND {Found}");
        }
    }
}
