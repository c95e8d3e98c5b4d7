using System.Numerics;

namespace DeepML.Networks;

/// <summary>A function of single numbers whose slope is known from its answer, over vectors of the processor.</summary>
internal interface IVectorFunction
{
    /// <summary>f(x).</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="parameter">The function's own number, the same in every place.</param>
    static abstract Vector<float> Of(Vector<float> x, Vector<float> parameter);

    /// <summary>f′(x), from y = f(x).</summary>
    /// <param name="y">The answers.</param>
    /// <param name="parameter">As before.</param>
    static abstract Vector<float> SlopeAt(Vector<float> y, Vector<float> parameter);
}
