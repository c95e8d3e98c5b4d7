namespace Microsoft.ML.Trainers.Solvers;

/// <summary>
/// Limited-memory BFGS (Nocedal and Wright 2006, algorithm 7.4) with the orthant-wise treatment of an L1 term
/// (Andrew and Gao 2007, "Scalable training of L1-regularized log-linear models").
/// </summary>
internal sealed class OrthantWiseLbfgs
{
    private const int WindowForImprovement = 5;
    private readonly List<(double[] Step, double[] Change, double Curvature)> _history = [];

    /// <summary>Value of the smooth part; the gradient is overwritten.</summary>
    public delegate double SmoothPart(double[] weights, double[] gradient);

    public double L1 { get; init; }

    /// <summary>Stop when the mean relative improvement of the last five iterations is below this.</summary>
    public double Tolerance { get; init; }

    public int HistorySize { get; init; }

    public int MaximumNumberOfIterations { get; init; }

    public bool EnforceNonNegativity { get; init; }

    /// <summary>Weights that neither L1 nor non-negativity touches.</summary>
    public Func<int, bool> IsBias { get; init; } = _ => false;

    public double[] Minimize(SmoothPart smooth, double[] start)
    {
        var size = start.Length;
        var isBias = Enumerable.Range(0, size).Select(IsBias).ToArray();
        var (weights, gradient) = ((double[])start.Clone(), new double[size]);
        var (next, nextGradient) = (new double[size], new double[size]);
        var (steepest, direction) = (new double[size], new double[size]);
        var value = smooth(weights, gradient) + Penalty(weights, isBias);
        var values = new List<double> { value };
        for (var iteration = 0; iteration < MaximumNumberOfIterations; iteration++)
        {
            SteepestDescent(weights, gradient, isBias, steepest);
            var steepness = Vectors.Dot(steepest, steepest);
            if (steepness == 0)
                break;
            Direction(steepest, direction);
            var projected = L1 > 0 || EnforceNonNegativity;
            if (projected)
                for (var i = 0; i < size; i++)
                    if (!isBias[i] && direction[i] * steepest[i] <= 0)
                        direction[i] = 0;

            var step = _history.Count == 0 ? 1 / Math.Sqrt(steepness) : 1;
            var found = false;
            for (var halving = 0; halving < 40 && !found; halving++, step /= 2)
            {
                for (var i = 0; i < size; i++)
                {
                    next[i] = weights[i] + step * direction[i];
                    // A step ends at zero where it would change the sign: the L1 term is linear only within an orthant.
                    if (projected && !isBias[i] && next[i] * Orthant(weights[i], steepest[i]) <= 0)
                        next[i] = 0;
                }
                var nextValue = smooth(next, nextGradient) + Penalty(next, isBias);
                double decrease = 0;
                for (var i = 0; i < size; i++)
                    decrease += steepest[i] * (next[i] - weights[i]);
                found = nextValue <= value - 1e-4 * decrease && nextValue < value;
                if (found)
                    value = nextValue;
            }
            if (!found && _history.Count == 0)
                break;
            if (!found)
            {
                // The curvature pairs may be worn out by rounding; steepest descent decides whether this is the end.
                _history.Clear();
                continue;
            }
            Remember(weights, next, gradient, nextGradient);
            (weights, next) = (next, weights);
            (gradient, nextGradient) = (nextGradient, gradient);
            values.Add(value);
            if (values.Count > WindowForImprovement
                && (values[^(WindowForImprovement + 1)] - value) / WindowForImprovement < Tolerance * Math.Abs(value))
                break;
        }
        return weights;
    }

    private double Penalty(double[] weights, bool[] isBias)
    {
        double sum = 0;
        if (L1 > 0)
            for (var i = 0; i < weights.Length; i++)
                if (!isBias[i])
                    sum += Math.Abs(weights[i]);
        return L1 * sum;
    }

    private double Orthant(double weight, double steepest) =>
        EnforceNonNegativity ? 1 : weight != 0 ? Math.Sign(weight) : Math.Sign(steepest);

    /// <summary>The negative of Andrew and Gao's pseudo-gradient.</summary>
    private void SteepestDescent(double[] weights, double[] gradient, bool[] isBias, double[] steepest)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            if (isBias[i] || (L1 == 0 && !EnforceNonNegativity))
                steepest[i] = -gradient[i];
            else if (weights[i] > 0)
                steepest[i] = -(gradient[i] + L1);
            else if (weights[i] < 0)
                steepest[i] = -(gradient[i] - L1);
            else if (gradient[i] + L1 < 0)
                steepest[i] = -(gradient[i] + L1);
            else if (gradient[i] - L1 > 0 && !EnforceNonNegativity)
                steepest[i] = -(gradient[i] - L1);
            else
                steepest[i] = 0;
        }
    }

    private void Direction(double[] steepest, double[] direction)
    {
        steepest.CopyTo(direction, 0);
        var factors = new double[_history.Count];
        for (var i = _history.Count - 1; i >= 0; i--)
        {
            factors[i] = Vectors.Dot(_history[i].Step, direction) / _history[i].Curvature;
            Vectors.AddScaled(direction, -factors[i], _history[i].Change);
        }
        if (_history.Count > 0)
        {
            var (_, change, curvature) = _history[^1];
            var scale = curvature / Vectors.Dot(change, change);
            for (var i = 0; i < direction.Length; i++)
                direction[i] *= scale;
        }
        for (var i = 0; i < _history.Count; i++)
        {
            var factor = Vectors.Dot(_history[i].Change, direction) / _history[i].Curvature;
            Vectors.AddScaled(direction, factors[i] - factor, _history[i].Step);
        }
    }

    private void Remember(double[] weights, double[] next, double[] gradient, double[] nextGradient)
    {
        var step = new double[weights.Length];
        var change = new double[weights.Length];
        for (var i = 0; i < step.Length; i++)
        {
            step[i] = next[i] - weights[i];
            change[i] = nextGradient[i] - gradient[i];
        }
        var curvature = Vectors.Dot(step, change);
        if (curvature <= 1e-12 * Vectors.Dot(change, change))
            return;
        if (_history.Count == HistorySize)
            _history.RemoveAt(0);
        _history.Add((step, change, curvature));
    }
}
