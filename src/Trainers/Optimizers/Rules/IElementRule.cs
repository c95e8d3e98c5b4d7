using System.Numerics;

namespace DeepML.Trainers;

/// <summary>What an optimizer does to a vector of weights: a structure, so that the compiler makes one loop of it and the pass.</summary>
internal interface IElementRule
{
    /// <summary>The weights after the step; what is remembered is written in place.</summary>
    /// <param name="weights">Some neighbouring weights.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="states">The first number remembered for the parameter's first weight.</param>
    /// <param name="at">Place of the vector within the parameter.</param>
    /// <param name="stride">From one kind of remembered number to the next.</param>
    Vector<float> Moved(Vector<float> weights, Vector<float> gradients, ref float states, nuint at, nuint stride);
}
