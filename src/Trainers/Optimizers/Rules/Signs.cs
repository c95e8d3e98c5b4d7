using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepML.Trainers;

/// <summary>Signs of several numbers at once.</summary>
internal static class Signs
{
    /// <summary>-1, 0 or 1 for each number; 0 for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> numbers)
    {
        var above = Vector.ConditionalSelect(Vector.GreaterThan(numbers, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero);
        return Vector.ConditionalSelect(Vector.LessThan(numbers, Vector<float>.Zero), -Vector<float>.One, above);
    }
}
