namespace Microsoft.ML.Trainers.Solvers;

/// <summary>Online gradient descent on one example after the other; the result is the mean of the weights after each example, or the last ones.</summary>
internal sealed class AveragedGradientDescent(TrainingSet rows, AveragedLinearOptions options, IScalarLoss loss)
{
    /// <summary>Feature weights, then the bias.</summary>
    public double[] Minimize(double[] start, Random random)
    {
        var width = rows.FeatureCount + 1;
        var weights = (double[])start.Clone();
        var sum = new double[width];
        var features = new double[width];
        features[^1] = 1;
        var order = Enumerable.Range(0, rows.Count).ToArray();
        long steps = 0;
        for (var iteration = 0; iteration < options.NumberOfIterations; iteration++)
        {
            if (options.Shuffle)
                TrainingSet.Shuffle(order, random);
            foreach (var row in order)
            {
                Vectors.Widen(rows.Features(row), features);
                var slope = loss.Derivative((float)Vectors.Dot(features, weights), rows.Label(row));
                steps++;
                var rate = options.DecreaseLearningRate ? options.LearningRate / Math.Sqrt(steps) : options.LearningRate;
                if (options.L2Regularization > 0)
                    for (var i = 0; i < width - 1; i++)
                        weights[i] *= 1 - rate * options.L2Regularization;
                Vectors.AddScaled(weights, -rate * slope, features);
                Vectors.AddScaled(sum, 1, weights);
            }
        }
        if (!options.Averaged)
            return weights;
        for (var i = 0; i < width; i++)
            sum[i] /= steps;
        return sum;
    }
}
