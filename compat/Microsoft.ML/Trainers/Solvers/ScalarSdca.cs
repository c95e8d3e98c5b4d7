namespace Microsoft.ML.Trainers.Solvers;

/// <summary>
/// Stochastic dual coordinate ascent for one output (Shalev-Shwartz and Zhang 2013, JMLR 14): minimises the weighted mean loss +
/// l2 (½‖w‖² + l1 ‖w‖₁), the bias being the weight of a constant feature, plus a bias outside the regulariser.
/// </summary>
internal sealed class ScalarSdca(TrainingSet rows, SdcaSettings settings, ISupportSdcaLoss loss)
{
    private readonly int _width = rows.FeatureCount + 1;
    private readonly double _scale = 1 / (settings.L2 * rows.Count);
    private readonly double[] _duals = new double[rows.Count];
    private readonly double[] _dualWeights = new double[rows.FeatureCount + 1];
    private readonly double[] _features = new double[rows.FeatureCount + 1];
    private double _freeBias;

    public double[] Minimize(Random random)
    {
        var weights = new double[_width];
        settings.Iterate(rows.Count, random, row => Visit(row, weights), () => MoveFreeBias(weights), () => HasConverged(weights));
        weights[^1] += _freeBias;
        return weights;
    }

    private void Visit(int row, double[] weights)
    {
        var output = Output(row, weights);
        var weight = (double)rows.Weight(row);
        var invariant = loss.ComputeDualUpdateInvariant((float)(weight * Vectors.Dot(_features, _features) * _scale));
        var change = (double)loss.DualUpdate((float)output, rows.Label(row), (float)_duals[row], invariant, 1);
        _duals[row] += change;
        Vectors.AddScaled(_dualWeights, change * weight * _scale, _features);
        SdcaSettings.SoftThreshold(_dualWeights, weights, settings.L1Threshold);
    }

    private double Output(int row, double[] weights)
    {
        Vectors.Widen(rows.Features(row), _features);
        _features[^1] = 1;
        return Vectors.Dot(_features, weights) + _freeBias;
    }

    private void MoveFreeBias(double[] weights)
    {
        double slope = 0;
        for (var row = 0; row < rows.Count; row++)
            slope += rows.Weight(row) * (double)((IScalarLoss)loss).Derivative((float)Output(row, weights), rows.Label(row)) / rows.Count;
        // Half the slope is the mean residual of the squared loss: a rate of 1 then moves to the best bias for these weights.
        _freeBias -= settings.BiasLearningRate * slope / 2;
    }

    private bool HasConverged(double[] weights)
    {
        double primal = 0, dual = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            var weight = rows.Weight(row) / (double)rows.Count;
            primal += weight * loss.Loss((float)Output(row, weights), rows.Label(row));
            dual += weight * (loss.DualLoss(rows.Label(row), (float)_duals[row]) - _duals[row] * _freeBias);
        }
        var squares = Vectors.Dot(weights, weights);
        primal += settings.L2 * (squares / 2 + settings.L1Threshold * weights.Sum(Math.Abs));
        dual -= settings.L2 * squares / 2;
        return primal - dual <= settings.ConvergenceTolerance * primal;
    }
}
