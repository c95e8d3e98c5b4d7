namespace DeepML.Networks;

/// <summary>
/// Products of matrices by the library that libtorch multiplies with (MKL), without a tensor or an operation of torch around each: rows lie
/// one behind the other in memory. In a thread of <see cref="OpenMpTeam"/> it takes that thread alone.
/// </summary>
/// <remarks>Known where libtorch exports what it brings of MKL: on Linux and x64.</remarks>
internal static unsafe class Sgemm
{
    private const byte AsItIs = (byte)'N', Transposed = (byte)'T';

    // BLAS: C = α op(A) op(B) + β C, columns one behind the other.
    private static readonly delegate* unmanaged<
        byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*, void> Function = Find();

    /// <summary>Whether it is there.</summary>
    public static bool IsFound => Function != null;

    /// <summary>Y = X Wᵀ: what layers of weights make of rows.</summary>
    /// <param name="x">(rows, inputs).</param>
    /// <param name="w">(outputs, inputs).</param>
    /// <param name="y">(rows, outputs); written.</param>
    /// <param name="rows">At least 1, as the other sizes.</param>
    /// <param name="inputs">Numbers in a row of X.</param>
    /// <param name="outputs">Numbers in a row of Y.</param>
    public static void Forward(float* x, float* w, float* y, int rows, int inputs, int outputs) =>
        Multiply(Transposed, AsItIs, outputs, rows, inputs, w, inputs, x, inputs, y, outputs);

    /// <summary>dX = dY W: the way back to what was read.</summary>
    /// <param name="dy">(rows, outputs).</param>
    /// <param name="w">(outputs, inputs).</param>
    /// <param name="dx">(rows, inputs); written.</param>
    /// <param name="rows">As there.</param>
    /// <param name="inputs">As there.</param>
    /// <param name="outputs">As there.</param>
    public static void Back(float* dy, float* w, float* dx, int rows, int inputs, int outputs) =>
        Multiply(AsItIs, AsItIs, inputs, rows, outputs, w, inputs, dy, outputs, dx, inputs);

    /// <summary>dW = α dYᵀ X + β dW for some of the outputs: the way back to their weights.</summary>
    /// <param name="x">(rows, inputs).</param>
    /// <param name="dy">(rows, stride), from the first of these outputs on.</param>
    /// <param name="dw">(outputs, inputs); written, and read where β is not 0.</param>
    /// <param name="rows">As there.</param>
    /// <param name="inputs">As there.</param>
    /// <param name="outputs">As there.</param>
    /// <param name="stride">Numbers from a row of dY to the next one.</param>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β.</param>
    public static void Weights(
        float* x, float* dy, float* dw, int rows, int inputs, int outputs, int stride, float alpha = 1, float beta = 0) =>
        Multiply(AsItIs, Transposed, inputs, outputs, rows, x, inputs, dy, stride, dw, inputs, alpha, beta);

    private static void Multiply(
        byte formOfA, byte formOfB, int m, int n, int k, float* a, int strideOfA, float* b, int strideOfB, float* c, int strideOfC,
        float alpha = 1, float beta = 0) =>
        Function(&formOfA, &formOfB, &m, &n, &k, &alpha, a, &strideOfA, b, &strideOfB, &beta, c, &strideOfC);

    // Where MKL itself is not known to be behind the name, threads of a team might each wake others.
    private static delegate* unmanaged<
        byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*, void> Find()
    {
        NativeGround.Require(OneDnnUse.None); // else there would be nothing in memory yet
        return !OperatingSystem.IsLinux() || LoadedLibrary.Find("libtorch_cpu", "MKL_Set_Num_Threads_Local") == 0 ? null
            : (delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*, void>)
                LoadedLibrary.Find("libtorch_cpu", "sgemm_");
    }
}
