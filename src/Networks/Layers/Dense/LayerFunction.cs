using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>The function behind a layer's weighted sums, over memory: there, with the biases, and back.</summary>
internal abstract unsafe class LayerFunction
{
    /// <summary>f(x) = x.</summary>
    public static LayerFunction Identity { get; } = new Of<VectorFunctions.Identity>(1);

    /// <summary>f(x) = 1 / (1 + e⁻ˣ).</summary>
    public static LayerFunction Logistic { get; } = new Of<VectorFunctions.Logistic>(1);

    /// <summary>The function of a module of <see cref="Activations"/>; null for those that are left to torch.</summary>
    /// <param name="module">The module.</param>
    public static LayerFunction? Find(nn.Module module) => module switch
    {
        ReLU => new Of<VectorFunctions.Rectifier>(0),
        Sigmoid => Logistic,
        ElementFunction function => (function.GetName(), function.Parameters) switch
        {
            ("Sigmoid", [var slope]) => new Of<VectorFunctions.Logistic>((float)slope),
            ("Tanh", []) => new Of<VectorFunctions.HyperbolicTangent>(1),
            ("Tanh", [var slope]) => new Of<VectorFunctions.HyperbolicTangent>((float)(slope / 2)),
            ("LeakyReLU", [> 0 and var slope]) => new Of<VectorFunctions.LeakyRectifier>((float)slope),
            ("ELU", [> 0 and var slope]) => new Of<VectorFunctions.ExponentialRectifier>((float)slope),
            _ => null,
        },
        _ => null,
    };

    /// <summary>y ← f(y + b).</summary>
    /// <param name="sums">(rows, width), changed in place.</param>
    /// <param name="biases">(width).</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="width">At least 1.</param>
    public abstract void Apply(float* sums, float* biases, int rows, int width);

    /// <summary>d ← f′ · d.</summary>
    /// <param name="answers">What <see cref="Apply"/> answered.</param>
    /// <param name="slopes">Of the loss by the answers, and by the sums afterwards.</param>
    /// <param name="count">How many numbers.</param>
    public abstract void FollowBack(float* answers, float* slopes, long count);

    private sealed class Of<TFunction>(float parameter) : LayerFunction
        where TFunction : struct, IVectorFunction
    {
        private readonly Vector<float> _parameter = new(parameter);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Apply(float* sums, float* biases, int rows, int width)
        {
            var whole = width - (width % Vector<float>.Count);
            for (var row = 0; row < rows; row++, sums += width)
            {
                for (var i = 0; i < whole; i += Vector<float>.Count)
                    TFunction.Of(Vector.Load(sums + i) + Vector.Load(biases + i), _parameter).Store(sums + i);
                if (whole < width)
                    ApplyToRest(sums + whole, biases + whole, width - whole);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void FollowBack(float* answers, float* slopes, long count)
        {
            if (typeof(TFunction) == typeof(VectorFunctions.Identity))
                return;
            var whole = count - (count % Vector<float>.Count);
            for (var i = 0L; i < whole; i += Vector<float>.Count)
                (Vector.Load(slopes + i) * TFunction.SlopeAt(Vector.Load(answers + i), _parameter)).Store(slopes + i);
            var rest = (int)(count - whole);
            if (rest > 0)
                VectorParts.Store(
                    VectorParts.Load(slopes + whole, rest) * TFunction.SlopeAt(VectorParts.Load(answers + whole, rest), _parameter),
                    slopes + whole, rest);
        }

        private void ApplyToRest(float* sums, float* biases, int count) => VectorParts.Store(
            TFunction.Of(VectorParts.Load(sums, count) + VectorParts.Load(biases, count), _parameter), sums, count);
    }
}
