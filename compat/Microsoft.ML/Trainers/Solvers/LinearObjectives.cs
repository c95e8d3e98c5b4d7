namespace Microsoft.ML.Trainers.Solvers;

/// <summary>
/// Losses of linear models, summed over rows. Weights are laid out one output after the other, each output's bias behind its weights:
/// (feature + 1) numbers an output.
/// </summary>
internal static class LinearObjectives
{
    private const int SmallestShare = 200;

    /// <summary>Loss of the rows in [start, end); adds its gradient to the last argument.</summary>
    public delegate double Loss(TrainingSet rows, int start, int end, ReadOnlySpan<double> weights, Span<double> gradient);

    /// <summary>Loss of all rows + l2/2 ‖w‖² without the biases, on so many threads; the gradient is overwritten.</summary>
    public static double Regularized(TrainingSet rows, Loss loss, double l2, int threads, double[] weights, double[] gradient)
    {
        threads = Math.Clamp(rows.Count / SmallestShare, 1, threads);
        var losses = new double[threads];
        var gradients = Enumerable.Range(0, threads).Select(t => t == 0 ? gradient : new double[gradient.Length]).ToArray();
        Array.Clear(gradient);
        void Share(int t) => losses[t] = loss(rows, (int)((long)rows.Count * t / threads), (int)((long)rows.Count * (t + 1) / threads), weights, gradients[t]);
        if (threads == 1)
            Share(0);
        else
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Share);
        for (var t = 1; t < threads; t++)
            Vectors.AddScaled(gradient, 1, gradients[t]);

        var total = losses.Sum();
        var width = rows.FeatureCount + 1;
        for (var start = 0; start < weights.Length; start += width)
        {
            var block = weights.AsSpan(start, width - 1);
            total += l2 / 2 * Vectors.Dot(block, block);
            Vectors.AddScaled(gradient.AsSpan(start, width - 1), l2, block);
        }
        return total;
    }

    /// <summary>Softmax cross-entropy in nats; adds its gradient to <paramref name="gradient"/>.</summary>
    public static double Softmax(TrainingSet rows, int start, int end, ReadOnlySpan<double> weights, Span<double> gradient)
    {
        var (width, classes) = (rows.FeatureCount + 1, rows.ClassCount);
        Span<double> margins = new double[classes];
        Span<double> features = new double[width];
        features[^1] = 1;
        double loss = 0;
        for (var row = start; row < end; row++)
        {
            Vectors.Widen(rows.Features(row), features);
            for (var k = 0; k < classes; k++)
                margins[k] = Vectors.Dot(features, weights.Slice(k * width, width));
            var (label, weight) = ((int)rows.Label(row), (double)rows.Weight(row));
            var own = margins[label];
            loss += weight * (Vectors.Softmax(margins) - own);
            margins[label] -= 1;
            for (var k = 0; k < classes; k++)
                Vectors.AddScaled(gradient.Slice(k * width, width), weight * margins[k], features);
        }
        return loss;
    }

    /// <summary>Logistic loss in nats of labels 0 and 1; adds its gradient to <paramref name="gradient"/>.</summary>
    public static double Logistic(TrainingSet rows, int start, int end, ReadOnlySpan<double> weights, Span<double> gradient)
    {
        Span<double> features = new double[rows.FeatureCount + 1];
        features[^1] = 1;
        double loss = 0;
        for (var row = start; row < end; row++)
        {
            Vectors.Widen(rows.Features(row), features);
            var margin = Vectors.Dot(features, weights);
            var signed = rows.Label(row) > 0 ? margin : -margin;
            var error = 1 / (1 + Math.Exp(signed));
            var weight = (double)rows.Weight(row);
            loss += weight * (signed > 0 ? Math.Log(1 + Math.Exp(-signed)) : Math.Log(1 + Math.Exp(signed)) - signed);
            Vectors.AddScaled(gradient, rows.Label(row) > 0 ? -weight * error : weight * error, features);
        }
        return loss;
    }
}
