using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>A trained network of pictures beside what simple methods make of the same pictures.</summary>
internal static class TranslationMeasure
{
    private const int BatchRows = 64;
    private const long MostRows = 2048; // enough to compare by; going over a stream of any length is not worth it

    /// <summary>The likeness of each picture to its target, (pictures), by method; the network's is the first.</summary>
    /// <param name="Name">The method's name.</param>
    /// <param name="Decibels">Peak signal-to-noise ratios.</param>
    /// <param name="Similarity">Structural similarities.</param>
    /// <param name="Absolute">Mean absolute differences.</param>
    public sealed record Scores(string Name, List<float> Decibels, List<float> Similarity, List<float> Absolute);

    /// <summary>The mean picture of rows.</summary>
    /// <param name="rows">The rows, of one size.</param>
    /// <param name="pictures">Which of their pictures.</param>
    /// <returns>(channels, height, width).</returns>
    public static Tensor MeanTarget(IBatchSource rows, BatchMember pictures)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        Tensor? sum = null;
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var inner = NewDisposeScope();
            var part = batch[pictures].sum([0L], type: ScalarType.Float64);
            sum = (sum is null ? part : sum.Plus(part)).MoveToOuterDisposeScope();
        }
        return sum!.Over(rows.RowCount).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Whether any training picture shows something that could be learned.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="task">What is to be learned.</param>
    public static bool ShowAnything(IBatchSource rows, ImageTask task)
    {
        using var gradientsOff = no_grad();
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            if (task.ShowsAnything(batch.Features, TranslationStep.Beside(batch)))
                return true;
        }
        return false;
    }

    /// <summary>Mean absolute differences of what a network could start from to the targets, on the first rows.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="mean">Their mean target, (channels, height, width).</param>
    /// <returns>That of the input, infinite where it cannot be taken for a target, and that of the mean target.</returns>
    public static (double Input, double Mean) BaseErrors(IBatchSource rows, Tensor mean)
    {
        using var gradientsOff = no_grad();
        var (ofInput, ofMean, seen) = (0.0, 0.0, 0L);
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var channels = (int)batch.Targets.size(1);
            ofMean += (batch.Targets - mean).abs().mean().Read<float>() * batch.Rows;
            ofInput += TranslationTask.CanStartFrom((int)batch.Features.size(1), channels)
                ? (batch.Targets - ImageResampling.WithChannels(batch.Features, channels)).abs().mean().Read<float>() * batch.Rows
                : double.PositiveInfinity;
            if ((seen += batch.Rows) >= MostRows)
                break;
        }
        return (ofInput / seen, ofMean / seen);
    }

    /// <summary>Measures the network and the simple methods on the first rows.</summary>
    /// <param name="step">Makes pairs of them.</param>
    /// <param name="network">The trained network, in scoring mode.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="mean">The mean of what should come out of the training rows.</param>
    /// <returns>The scores, and the standard deviations of pixels over pictures: of what is made, and of what should be.</returns>
    public static (IReadOnlyList<Scores> Scores, double MadeSpread, double TargetSpread) Run(
        TranslationStep step, TranslationNetwork network, IBatchSource rows, Tensor mean)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var simple = network.Architecture.Task.Baselines(mean).ToArray();
        Scores[] scores = [.. simple.Select(method => method.Name).Prepend("the network").Select(name => new Scores(name, [], [], []))];
        var (made, wanted) = (new Spread(), new Spread());
        var seen = 0L;
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var inner = NewDisposeScope();
            var example = step.HeldOut(batch);
            var answer = network.Finished(example.Inputs, 0);
            made.Add(answer);
            wanted.Add(example.Target);
            Add(scores[0], answer, example);
            for (var i = 0; i < simple.Length; i++)
                Add(scores[i + 1], simple[i].Answer(example), example);
            if ((seen += batch.Rows) >= MostRows)
                break;
        }
        return (scores, made.Deviation, wanted.Deviation);
    }

    private static void Add(Scores to, Tensor made, ImageExample example)
    {
        var likeness = ImageLikeness.Of(made, example);
        to.Decibels.AddRange(likeness.Decibels.ReadAll<float>());
        to.Similarity.AddRange(likeness.Similarity.ReadAll<float>());
        to.Absolute.AddRange(likeness.Absolute.ReadAll<float>());
    }

    // Of a pixel over pictures, as a mean over pixels.
    private sealed class Spread
    {
        private Tensor? _sum;
        private Tensor? _squares;
        private long _rows;

        public double Deviation
        {
            get
            {
                var mean = _sum!.Over(_rows);
                return (_squares!.Over(_rows) - mean.Squared()).clamp_min(Numbers.Zero).sqrt().mean().Read<double>();
            }
        }

        public void Add(Tensor pictures)
        {
            var (sum, squares) = (pictures.sum([0L], type: ScalarType.Float64), pictures.Squared().sum([0L], type: ScalarType.Float64));
            (_sum, _squares) = (
                (_sum is null ? sum : _sum.Plus(sum)).MoveToOuterDisposeScope(),
                (_squares is null ? squares : _squares.Plus(squares)).MoveToOuterDisposeScope());
            _rows += pictures.size(0);
        }
    }
}
