using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepML.Networks;

/// <summary>Errors of numbers and of probabilities, with the limits that torch gives them.</summary>
internal static class NumberError
{
    /// <summary>(y - t)².</summary>
    public readonly struct Squared : INumberError
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Of(Vector<float> answer, Vector<float> target) => (answer - target) * (answer - target);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> SlopeAt(Vector<float> answer, Vector<float> target) => (answer - target) * new Vector<float>(2f);
    }

    /// <summary>-t ln y - (1 - t) ln(1 - y), each logarithm at least -100, of y and t in [0, 1].</summary>
    public readonly struct CrossEntropy : INumberError
    {
        private const float LeastLogarithm = -100, LeastProduct = 1e-12f;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Of(Vector<float> answer, Vector<float> target)
        {
            var least = new Vector<float>(LeastLogarithm);
            var no = Vector.Max(Vector.Log(Vector<float>.One - answer), least);
            return (target * (no - Vector.Max(Vector.Log(answer), least))) - no;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> SlopeAt(Vector<float> answer, Vector<float> target) =>
            (answer - target) / Vector.Max(answer * (Vector<float>.One - answer), new Vector<float>(LeastProduct));
    }

    /// <summary>The cross-entropy of σ(y) with t: max(y, 0) - t y + ln(1 + e^-|y|).</summary>
    public readonly struct LogisticCrossEntropy : INumberError
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Of(Vector<float> answer, Vector<float> target)
        {
            var small = Vector.Exp(-Vector.Abs(answer)); // in (0, 1]
            return Vector.Max(answer, Vector<float>.Zero) - (target * answer) + LogOnePlus(small);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> SlopeAt(Vector<float> answer, Vector<float> target) =>
            VectorFunctions.Logistic.Of(answer, Vector<float>.One) - target;

        // ln(1 + x) loses the digits of a small x; the error of 1 + x is made good (Kahan).
        private static Vector<float> LogOnePlus(Vector<float> x)
        {
            var sum = Vector<float>.One + x;
            var rounded = sum - Vector<float>.One;
            return Vector.ConditionalSelect(Vector.Equals(rounded, Vector<float>.Zero), x, Vector.Log(sum) * x / rounded);
        }
    }
}
