using System.Numerics;

namespace DeepML.Networks;

/// <summary>The error of single numbers, over vectors of the processor.</summary>
internal interface INumberError
{
    /// <summary>The error.</summary>
    /// <param name="answer">What is said.</param>
    /// <param name="target">What is wanted.</param>
    static abstract Vector<float> Of(Vector<float> answer, Vector<float> target);

    /// <summary>Its slope by the answer.</summary>
    /// <param name="answer">What is said.</param>
    /// <param name="target">What is wanted.</param>
    static abstract Vector<float> SlopeAt(Vector<float> answer, Vector<float> target);
}
