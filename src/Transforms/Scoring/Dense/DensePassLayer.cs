using DeepML.Networks;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace DeepML.Transforms;

/// <summary>One layer of a <see cref="DensePass"/>: weighted sums, then a function.</summary>
internal sealed class DensePassLayer
{
    private const int FewestTogether = 6; // of fewer outputs a vector of sums would be mostly empty
    private const int MostOnStack = 4096; // sums

    private readonly float[] _biases;
    private readonly Activation _activation;
    private readonly float _slope;
    private readonly float[]? _rows; // (outputs, inputs)
    private readonly ColumnWeights? _columns;
    private readonly int _inputs;

    /// <param name="weights">(outputs, inputs), row by row; batch normalization is already in them.</param>
    /// <param name="biases">One per output.</param>
    /// <param name="activation">The function.</param>
    /// <param name="slope">Its parameter.</param>
    public DensePassLayer(float[] weights, float[] biases, Activation activation, float slope)
    {
        (_biases, _activation, _slope, _inputs) = (biases, activation, slope, weights.Length / biases.Length);
        if (biases.Length >= FewestTogether && ColumnWeights.Padded(biases.Length) <= MostOnStack)
            _columns = new ColumnWeights(weights, biases.Length);
        else
            _rows = weights;
    }

    /// <summary>Numbers that come out.</summary>
    public int Outputs => _biases.Length;

    /// <summary>Whether the function is among those that are computed here.</summary>
    public static bool Knows(Activation activation) => activation is not Activation.GELU;

    /// <summary>Reads a layer.</summary>
    /// <param name="layer">Its parts.</param>
    /// <param name="activation">Its function.</param>
    /// <param name="slope">The function's parameter; null for the usual value.</param>
    public static DensePassLayer Of(DenseStackLayer layer, Activation activation, double? slope)
    {
        var weights = layer.Linear.weight!.ReadAll<float>();
        var biases = layer.Linear.bias!.ReadAll<float>();
        if (layer.Norm is { } norm)
            Fold(norm, weights, biases);
        return new DensePassLayer(weights, biases, activation, Parameter(activation, slope, layer.Rectifier));
    }

    /// <summary>The parameter of a function: learned, given, or the usual one.</summary>
    public static float Parameter(Activation activation, double? slope, ParametricRectifier? rectifier) => activation switch
    {
        Activation.ParametricReLU => rectifier!.Weight.ReadAll<float>()[0],
        Activation.LeakyReLU => (float)(slope ?? 0.01),
        Activation.Tanh => (float)(slope ?? 2),
        _ => (float)(slope ?? 1),
    };

    // (w·x + b - mean) / √(variance + ε) · scale + shift, as other weights and another bias.
    private static void Fold(BatchNormalization norm, float[] weights, float[] biases)
    {
        var (scale, shift) = (norm.Weight.ReadAll<float>(), norm.Bias.ReadAll<float>());
        var (mean, variance) = (norm.RunningMean.ReadAll<float>(), norm.RunningVariance.ReadAll<float>());
        var inputs = weights.Length / biases.Length;
        for (var o = 0; o < biases.Length; o++)
        {
            var factor = scale[o] / Math.Sqrt(variance[o] + norm.Epsilon);
            biases[o] = (float)(((biases[o] - mean[o]) * factor) + shift[o]);
            for (var i = 0; i < inputs; i++)
                weights[(o * inputs) + i] = (float)(weights[(o * inputs) + i] * factor);
        }
    }

    /// <summary>Computes the layer's values.</summary>
    /// <param name="input">The numbers before it.</param>
    /// <param name="output">
    /// Receives <see cref="Outputs"/> numbers; what follows them up to <see cref="ColumnWeights.Padded"/> may be overwritten.
    /// </param>
    public void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        var values = output[.._biases.Length];
        if (_columns is not null)
            Add(_columns, input, output);
        else
            for (var o = 0; o < values.Length; o++)
                values[o] = TensorPrimitives.Dot(_rows.AsSpan(o * _inputs, _inputs), input) + _biases[o];
        Apply(_activation, _slope, values);
    }

    // Sums need some room behind the outputs.
    private void Add(ColumnWeights columns, ReadOnlySpan<float> input, Span<float> output)
    {
        var room = ColumnWeights.Padded(_biases.Length);
        if (output.Length >= room)
        {
            _biases.CopyTo(output);
            output[_biases.Length..room].Clear();
            columns.AddTo(input, output);
            return;
        }
        Span<float> sums = stackalloc float[room];
        _biases.CopyTo(sums);
        columns.AddTo(input, sums);
        sums[.._biases.Length].CopyTo(output);
    }

    /// <summary>Applies a function to each number.</summary>
    /// <param name="activation">One that is known here.</param>
    /// <param name="slope">Its parameter.</param>
    /// <param name="values">Changed in place.</param>
    public static void Apply(Activation activation, float slope, Span<float> values)
    {
        switch (activation)
        {
            case Activation.Identity:
                break;
            case Activation.ReLU:
                TensorPrimitives.Max(values, 0, values); // keeps NaN, as torch does
                break;
            case Activation.Sigmoid:
                TensorPrimitives.Multiply(values, slope, values);
                TensorPrimitives.Sigmoid(values, values);
                break;
            case Activation.Tanh:
                if (slope != 2)
                    TensorPrimitives.Multiply(values, slope / 2, values);
                TensorPrimitives.Tanh(values, values);
                break;
            case Activation.Arctan:
                TensorPrimitives.Atan(values, values);
                break;
            default:
                for (var i = 0; i < values.Length; i++)
                    values[i] = Scalar(activation, slope, values[i]);
                break;
        }
    }

    private static float Scalar(Activation activation, float slope, float x) => activation switch
    {
        Activation.LeakyReLU or Activation.ParametricReLU => x > 0 ? x : slope * x,
        Activation.ELU => x > 0 ? x : (float)(slope * (Math.Exp(x) - 1)),
        Activation.Softplus => slope * x > 20 ? x : (float)(Math.Log(1 + Math.Exp(slope * x)) / slope), // torch, too, is linear past 20
        Activation.HardTanh => x < -1 ? -1 : x > 1 ? 1 : x,
        Activation.BinaryStep => x >= 0 ? 1 : 0,
        Activation.Heaviside => x > 0 ? 1 : x == 0 ? 0.5f : 0,
        Activation.Sign => x > 0 ? 1 : x < 0 ? -1 : 0,
        Activation.BipolarStep => x >= 0 ? 1 : -1,
        Activation.PiecewiseLinear => Math.Clamp(x + 0.5f, 0, 1),
        Activation.Ramp => Math.Clamp(x, 0, 1),
        Activation.ScaledTanh => (float)(1.7159 * Math.Tanh(2 * x / 3)),
        Activation.AlgebraicSigmoid => (float)(x / Math.Sqrt(1 + ((double)x * x))),
        _ => throw new NotSupportedException($"{activation} is not computed here."),
    };
}
