namespace DeepML.Data;

/// <summary>Does something with a raw type: see <see cref="RawType.Visit"/>.</summary>
/// <typeparam name="TResult">What comes of it.</typeparam>
internal interface IRawTypeVisitor<out TResult>
{
    /// <summary>Does it.</summary>
    /// <typeparam name="T">The raw type.</typeparam>
    TResult Visit<T>();
}
