using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepML.Networks;

/// <summary>The functions of <see cref="LayerFunction"/>. What is no number comes out as such.</summary>
internal static class VectorFunctions
{
    /// <summary>x.</summary>
    public readonly struct Identity : IVectorFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Of(Vector<float> x, Vector<float> parameter) => x;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> SlopeAt(Vector<float> y, Vector<float> parameter) => Vector<float>.One;
    }

    /// <summary>x above 0, else 0.</summary>
    public readonly struct Rectifier : IVectorFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Of(Vector<float> x, Vector<float> parameter) =>
            Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), Vector<float>.Zero, x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> SlopeAt(Vector<float> y, Vector<float> parameter) =>
            Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero);
    }

    /// <summary>x above 0, else a · x, for a > 0.</summary>
    public readonly struct LeakyRectifier : IVectorFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Of(Vector<float> x, Vector<float> parameter) =>
            Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), x * parameter, x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> SlopeAt(Vector<float> y, Vector<float> parameter) =>
            Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), Vector<float>.One, parameter);
    }

    /// <summary>x above 0, else a · (eˣ - 1), for a > 0.</summary>
    public readonly struct ExponentialRectifier : IVectorFunction
    {
        private const float Near = 0.15f; // where eˣ - 1 loses digits, and the series has all of them

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Of(Vector<float> x, Vector<float> parameter)
        {
            var series = x * (Vector<float>.One + (x * (new Vector<float>(1f / 2) + (x * (new Vector<float>(1f / 6)
                + (x * (new Vector<float>(1f / 24) + (x * (new Vector<float>(1f / 120) + (x * new Vector<float>(1f / 720)))))))))));
            var below = Vector.ConditionalSelect(
                Vector.GreaterThan(x, new Vector<float>(-Near)), series, Vector.Exp(x) - Vector<float>.One);
            return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), parameter * below, x);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> SlopeAt(Vector<float> y, Vector<float> parameter) =>
            Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), Vector<float>.One, y + parameter);
    }

    /// <summary>1 / (1 + e⁻ᵃˣ).</summary>
    public readonly struct Logistic : IVectorFunction
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Of(Vector<float> x, Vector<float> parameter) =>
            Vector<float>.One / (Vector<float>.One + Vector.Exp(-(x * parameter)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> SlopeAt(Vector<float> y, Vector<float> parameter) => parameter * y * (Vector<float>.One - y);
    }

    /// <summary>tanh(a · x).</summary>
    public readonly struct HyperbolicTangent : IVectorFunction
    {
        private const float Near = 0.15f; // where 1 - 2 / (e²ˣ + 1) loses digits, and the series has all of them

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Of(Vector<float> x, Vector<float> parameter)
        {
            var t = x * parameter;
            var far = Vector<float>.One - (new Vector<float>(2f) / (Vector.Exp(t + t) + Vector<float>.One));
            var squares = t * t;
            var series = t * (Vector<float>.One + (squares * (new Vector<float>(-1f / 3) + (squares * (new Vector<float>(2f / 15)
                + (squares * (new Vector<float>(-17f / 315) + (squares * new Vector<float>(62f / 2835)))))))));
            return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(t), new Vector<float>(Near)), series, far);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> SlopeAt(Vector<float> y, Vector<float> parameter) => parameter * (Vector<float>.One - (y * y));
    }
}
