using DeepML.Networks;

namespace DeepML.Trainers;

/// <summary>
/// Adds the length of each layer's gradient to the metrics of the epoch, as a mean over its steps. A layer is what stands before the last
/// dot in the names of its weights.
/// </summary>
internal sealed class GradientHook : TrainingHook
{
    private readonly Dictionary<IntPtr, string> _layers = [];

    /// <inheritdoc/>
    public override void RunStarting(TrainingRun run)
    {
        foreach (var (name, parameter) in run.Step.Network.named_parameters())
            _layers[parameter.Handle] = name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : name;
    }

    /// <inheritdoc/>
    public override void BatchFinished(TrainingRun run)
    {
        var squares = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var update in run.Step.Updates)
        {
            if (update.TakeGradientSquares() is not { } found)
                continue;
            for (var i = 0; i < found.Count; i++)
                if (!double.IsNaN(found[i]) && _layers.TryGetValue(update.Parameters[i].Handle, out var layer))
                    squares[layer] = squares.GetValueOrDefault(layer) + found[i];
        }
        foreach (var (layer, square) in squares)
            run.Sums.Add(MetricNames.GradientNorm(layer), Math.Sqrt(square), 1);
    }
}
