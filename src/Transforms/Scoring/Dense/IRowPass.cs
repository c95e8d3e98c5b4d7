namespace DeepML.Transforms;

/// <summary>
/// The pass of one row through a small network in managed vector code: for a single row the way into torch and back costs more than the
/// arithmetic. Equal to torch's within rounding (1e-6). Its weights are copies that any number of threads may read at once.
/// </summary>
internal interface IRowPass
{
    /// <summary>Numbers in the answer.</summary>
    int OutputSize { get; }

    /// <summary>Length of each of the two buffers that <see cref="Run"/> needs.</summary>
    int BufferSize { get; }

    /// <summary>Computes the answer to a row.</summary>
    /// <param name="input">The row.</param>
    /// <param name="first">A buffer of <see cref="BufferSize"/> numbers.</param>
    /// <param name="second">Another one.</param>
    /// <returns>The answer: a part of one of the buffers.</returns>
    Span<float> Run(ReadOnlySpan<float> input, float[] first, float[] second);
}
