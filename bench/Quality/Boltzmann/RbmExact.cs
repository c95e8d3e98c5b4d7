namespace DeepML.Bench;

/// <summary>A small machine of bits, summed over every state in double precision.</summary>
internal sealed class RbmExact
{
    private readonly double[][] _weights;
    private readonly double[] _visible;
    private readonly double[] _hidden;

    public RbmExact(RbmTransformer machine)
    {
        _weights = [.. machine.Weights.Select(w => Array.ConvertAll(w, x => (double)x))];
        _visible = [.. machine.VisibleBiases.Select(x => (double)x)];
        _hidden = [.. machine.HiddenBiases.Select(x => (double)x)];
        // The hidden side is the smaller one: sum the visible units out.
        LogPartition = LogSum(Enumerable.Range(0, 1 << _hidden.Length).Select(h =>
        {
            var energy = 0.0;
            for (var j = 0; j < _hidden.Length; j++)
                energy += (h >> j & 1) * _hidden[j];
            for (var i = 0; i < _visible.Length; i++)
            {
                var input = _visible[i];
                for (var j = 0; j < _hidden.Length; j++)
                    input += (h >> j & 1) * _weights[j][i];
                energy += Softplus(input);
            }
            return energy;
        }));
    }

    /// <summary>ln Z.</summary>
    public double LogPartition { get; }

    /// <summary>ln p(v).</summary>
    public double LogLikelihood(float[] v)
    {
        var sum = v.Select((x, i) => x * _visible[i]).Sum();
        for (var j = 0; j < _hidden.Length; j++)
            sum += Softplus(Input(j, v));
        return sum - LogPartition;
    }

    /// <summary>The gradient of the mean log-likelihood: weights, visible biases, hidden biases in one line.</summary>
    public double[] Gradient(IReadOnlyCollection<float[]> rows)
    {
        var gradient = new double[(_hidden.Length * _visible.Length) + _visible.Length + _hidden.Length];
        foreach (var row in rows)
            Add(gradient, row, 1.0 / rows.Count);
        foreach (var v in States(_visible.Length))
            Add(gradient, v, -Math.Exp(LogLikelihood(v)));
        return gradient;
    }

    /// <summary>Every row of bits.</summary>
    public static IEnumerable<float[]> States(int size) =>
        Enumerable.Range(0, 1 << size).Select(v => Enumerable.Range(0, size).Select(i => (float)(v >> i & 1)).ToArray());

    private void Add(double[] gradient, float[] v, double share)
    {
        for (var j = 0; j < _hidden.Length; j++)
        {
            var on = share / (1 + Math.Exp(-Input(j, v)));
            for (var i = 0; i < v.Length; i++)
                gradient[(j * v.Length) + i] += on * v[i];
            gradient[(_hidden.Length * v.Length) + v.Length + j] += on;
        }
        for (var i = 0; i < v.Length; i++)
            gradient[(_hidden.Length * v.Length) + i] += share * v[i];
    }

    private double Input(int hidden, float[] v) => _hidden[hidden] + v.Select((x, i) => x * _weights[hidden][i]).Sum();

    private static double Softplus(double x) => x > 30 ? x : Math.Log(1 + Math.Exp(x));

    private static double LogSum(IEnumerable<double> values)
    {
        var all = values.ToArray();
        var largest = all.Max();
        return largest + Math.Log(all.Sum(x => Math.Exp(x - largest)));
    }
}
