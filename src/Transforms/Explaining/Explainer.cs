using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Finds what the numbers of a row have contributed to a network's answer.</summary>
/// <param name="model">The network.</param>
/// <param name="row">The row.</param>
/// <param name="classIndex">The class whose evidence is explained; null where numbers are predicted.</param>
internal sealed class Explainer(PredictionTransformer model, ExplainedRow row, int? classIndex)
{
    private const int FirstSteps = 32;
    private const int MostSteps = 2048;
    private const int NumbersAtATime = 1 << 20;
    private const double Complete = 0.002; // share of the way that may be missing
    private const double NoWay = 1e-6;

    /// <summary>The evidence in the row and in the baseline.</summary>
    public (double Row, double Baseline) Scores()
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var both = Evidence(cat([row.Row, row.Baseline], 0)).ReadAll<float>();
        return (both[0], both[1]);
    }

    /// <summary>Gradients averaged on the way from the baseline, times the way: with ever more steps until they add up.</summary>
    public float[] IntegratedGradients(double way)
    {
        for (var steps = FirstSteps; ; steps *= 2)
        {
            using var scope = NewDisposeScope();
            var difference = row.Row - row.Baseline;
            var contributions = (difference * MeanGradient(difference, steps)).ReadAll<float>();
            var gap = Math.Abs(contributions.Sum(contribution => (double)contribution) - way);
            if (steps >= MostSteps || gap <= Complete * Math.Max(Math.Abs(way), NoWay))
                return contributions;
        }
    }

    /// <summary>How much the evidence falls without each group; its numbers share that evenly.</summary>
    public float[] Occlusion(double score)
    {
        using var gradientsOff = no_grad();
        var contributions = new float[row.Names.Length];
        var atATime = Math.Max(1, NumbersAtATime / row.Names.Length);
        for (var first = 0; first < row.Groups.Length; first += atATime)
        {
            using var scope = NewDisposeScope();
            var groups = row.Groups.AsSpan(first, Math.Min(atATime, row.Groups.Length - first));
            var covered = new bool[groups.Length * row.Names.Length];
            for (var i = 0; i < groups.Length; i++)
                foreach (var number in groups[i])
                    covered[(i * row.Names.Length) + number] = true;
            var without = where(
                tensor(covered, [groups.Length, .. row.Row.shape[1..]]).to(row.Row.device), row.Baseline, row.Row); // (groups, …)
            foreach (var (evidence, i) in Evidence(without).ReadAll<float>().Select((evidence, i) => (evidence, i)))
                foreach (var number in row.Groups[first + i])
                    contributions[number] = (float)((score - evidence) / row.Groups[first + i].Length);
        }
        return contributions;
    }

    // The middle of each of equally long parts of the way.
    private Tensor MeanGradient(Tensor difference, int steps)
    {
        var sum = zeros_like(difference);
        var atATime = (int)Math.Max(1, NumbersAtATime / difference.numel());
        for (var first = 0; first < steps; first += atATime)
        {
            using var scope = NewDisposeScope();
            var shares = Enumerable.Range(first, Math.Min(atATime, steps - first)).Select(step => (step + 0.5f) / steps).ToArray();
            var share = tensor(shares).to(difference.device).reshape([shares.Length, .. difference.shape[1..].Select(_ => 1L)]);
            var places = row.Baseline.Plus(share * difference).detach(); // (steps, …)
            places.requires_grad = true;
            using var gradientsOn = enable_grad();
            var gradient = autograd.grad([Evidence(places.clone()).sum()], [places])[0];
            using var gradientsOff = no_grad();
            sum.PlusInPlace(gradient.sum(0L, keepdim: true));
        }
        return sum.Over(steps);
    }

    // (rows, …) → (rows), in the unit of the score
    private Tensor Evidence(Tensor rows)
    {
        var answers = row.Lengths is null
            ? model.RawAnswer([rows])
            : model.RawAnswer([rows, row.Lengths.repeat(rows.size(0))]);
        var (centre, spread) = model.Head.Unit;
        return model.Head.Evidence(answers.t(), classIndex).Times(spread).Plus(centre);
    }
}
