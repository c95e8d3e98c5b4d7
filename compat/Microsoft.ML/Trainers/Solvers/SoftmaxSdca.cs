namespace Microsoft.ML.Trainers.Solvers;

/// <summary>
/// Proximal stochastic dual coordinate ascent for softmax regression (Shalev-Shwartz and Zhang 2014, "Accelerated proximal SDCA", option of
/// section 2): minimises the weighted mean cross-entropy + l2 (½‖w‖² + l1 ‖w‖₁), the bias being the weight of a constant feature.
/// </summary>
internal sealed class SoftmaxSdca(TrainingSet rows, SdcaSettings settings)
{
    private readonly int _width = rows.FeatureCount + 1;
    private readonly double _scale = 1 / (settings.L2 * rows.Count);

    // Row i's dual is (one-hot label) - (target distribution); distributions start at the label itself, where the dual is zero.
    private readonly double[] _distributions = new double[rows.Count * rows.ClassCount];
    private readonly double[] _dualWeights = new double[rows.ClassCount * (rows.FeatureCount + 1)];
    private readonly double[] _freeBias = new double[rows.ClassCount];
    private readonly double[] _features = new double[rows.FeatureCount + 1];
    private readonly double[] _margins = new double[rows.ClassCount];
    private readonly double[] _target = new double[rows.ClassCount];

    /// <summary>Weights laid out as <see cref="LinearObjectives"/> says.</summary>
    public double[] Minimize(Random random)
    {
        for (var row = 0; row < rows.Count; row++)
            _distributions[row * rows.ClassCount + (int)rows.Label(row)] = 1;
        var weights = new double[_dualWeights.Length];
        settings.Iterate(rows.Count, random, row => Visit(row, weights), () => MoveFreeBias(weights), () => HasConverged(weights));
        for (var k = 0; k < rows.ClassCount; k++)
            weights[k * _width + _width - 1] += _freeBias[k];
        return weights;
    }

    private void Visit(int row, double[] weights)
    {
        var weight = (double)rows.Weight(row);
        Margins(row, weights, _margins);
        _margins.CopyTo(_target, 0);
        var logSum = Vectors.Softmax(_target);
        var distribution = _distributions.AsSpan(row * rows.ClassCount, rows.ClassCount);

        // Gap = φ(f) + φ*(-dual) + f·dual = log Σ exp f + Σ q log q - q·f for target distribution q.
        double gap = logSum, distance = 0;
        for (var k = 0; k < _target.Length; k++)
        {
            var q = distribution[k];
            gap += (q > 0 ? q * Math.Log(q) : 0) - q * _margins[k];
            distance += (_target[k] - q) * (_target[k] - q);
        }
        if (distance == 0)
            return;
        // The cross-entropy is ½-smooth, so its conjugate is 2-strongly convex.
        var squaredNorm = Vectors.Dot(_features, _features);
        var step = Math.Min(1, (gap + distance) / (distance * (2 + weight * squaredNorm * _scale)));
        for (var k = 0; k < _target.Length; k++)
        {
            var change = step * (_target[k] - distribution[k]);
            distribution[k] += change;
            var block = _dualWeights.AsSpan(k * _width, _width);
            Vectors.AddScaled(block, -change * weight * _scale, _features);
            SdcaSettings.SoftThreshold(block, weights.AsSpan(k * _width, _width), settings.L1Threshold);
        }
    }

    /// <summary>The row's linear outputs; leaves its features in the buffer.</summary>
    private void Margins(int row, double[] weights, double[] margins)
    {
        Vectors.Widen(rows.Features(row), _features);
        _features[^1] = 1;
        for (var k = 0; k < margins.Length; k++)
            margins[k] = Vectors.Dot(_features, weights.AsSpan(k * _width, _width)) + _freeBias[k];
    }

    private void MoveFreeBias(double[] weights)
    {
        var mean = new double[rows.ClassCount];
        for (var row = 0; row < rows.Count; row++)
        {
            Margins(row, weights, _margins);
            Vectors.Softmax(_margins);
            _margins[(int)rows.Label(row)] -= 1;
            Vectors.AddScaled(mean, rows.Weight(row) / (double)rows.Count, _margins);
        }
        Vectors.AddScaled(_freeBias, -settings.BiasLearningRate, mean);
    }

    private bool HasConverged(double[] weights)
    {
        double primal = 0, dual = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            Margins(row, weights, _margins);
            var label = (int)rows.Label(row);
            var distribution = _distributions.AsSpan(row * rows.ClassCount, rows.ClassCount);
            var weight = rows.Weight(row) / (double)rows.Count;
            for (var k = 0; k < _margins.Length; k++)
            {
                var q = distribution[k];
                dual -= weight * (q > 0 ? q * Math.Log(q) : 0);
                // The free bias is outside the regulariser, so it enters the conjugate as an offset of the margins.
                dual += weight * (q - (k == label ? 1 : 0)) * _freeBias[k];
            }
            var own = _margins[label];
            primal += weight * (Vectors.Softmax(_margins) - own);
        }
        var squares = Vectors.Dot(weights, weights);
        primal += settings.L2 * (squares / 2 + settings.L1Threshold * weights.Sum(Math.Abs));
        dual -= settings.L2 * squares / 2;
        return primal - dual <= settings.ConvergenceTolerance * primal;
    }
}
