using System.Numerics;

namespace DeepML.Data;

/// <summary>Does something with a raw type of numbers or keys: see <see cref="RawType.VisitNumber"/>.</summary>
/// <typeparam name="TResult">What comes of it.</typeparam>
internal interface IRawNumberVisitor<out TResult>
{
    /// <summary>Does it.</summary>
    /// <typeparam name="T">The raw type.</typeparam>
    TResult Visit<T>()
        where T : struct, INumber<T>;
}
