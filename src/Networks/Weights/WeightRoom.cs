using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// The room for the weights of a network that is being built on this thread: every module asks for its numbers before it makes them, so
/// that sizes from a damaged file, or options that no memory can hold, are refused before anything is allocated.
/// </summary>
/// <remarks>Where nobody has opened a room, every request is compared with the memory that this process may use.</remarks>
internal sealed class WeightRoom : IDisposable
{
    private const int BytesPerNumber = sizeof(float);
    private const int FewKeys = 50;

    [ThreadStatic]
    private static WeightRoom? _current;

    private readonly WeightRoom? _outer = _current;
    private readonly Func<Int128, Exception> _refuse;
    private readonly Int128 _most;
    private bool _isOfFile;

    private WeightRoom(Int128 most, Func<Int128, Exception> refuse)
    {
        (_most, _refuse) = (most, refuse);
        _current = this;
    }

    /// <summary>Numbers that were asked for up to now.</summary>
    public Int128 Taken { get; private set; }

    /// <summary>Memory that this process may use, in bytes.</summary>
    public static long Memory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Opens a room on this thread until it is disposed: for a network whose weights a file holds.</summary>
    /// <param name="numbers">Numbers in the file.</param>
    /// <exception cref="FormatException">From whatever asks for more meanwhile.</exception>
    public static WeightRoom OfFile(long numbers) => new(
        numbers, taken => new FormatException(
            $"The description needs at least {taken} weights, and the file holds {numbers}: one of its sizes is damaged."))
    {
        _isOfFile = true,
    };

    /// <summary>
    /// Whether the network that is being built gets its weights from a file: none need be drawn, and torch's generator stays where it is.
    /// </summary>
    public static bool IsOfFile => _current is { _isOfFile: true };

    /// <summary>
    /// Opens a room on this thread until it is disposed: for a network that is to be trained in the memory of this process.
    /// </summary>
    /// <exception cref="InvalidOperationException">From whatever asks for more meanwhile.</exception>
    public static WeightRoom OfMachine()
    {
        var bytes = Memory;
        return new WeightRoom(bytes / BytesPerNumber, taken => TooLarge(taken, bytes));
    }

    /// <summary>Asks for one tensor.</summary>
    /// <param name="sizes">Its sizes; none for a single number.</param>
    /// <exception cref="FormatException">A file does not hold as many.</exception>
    /// <exception cref="InvalidOperationException">The memory does not hold as many.</exception>
    public static void Take(params ReadOnlySpan<long> sizes)
    {
        Int128 numbers = 1;
        foreach (var size in sizes)
        {
            if (size < 0)
                throw new FormatException($"A layer cannot have {size} weights on a side: a size is damaged.");
            numbers = size == 0 ? 0 : numbers > long.MaxValue ? numbers : numbers * size;
        }
        if (_current is { } room)
            room.Add(numbers);
        else if (numbers * BytesPerNumber > Memory)
            throw TooLarge(numbers, Memory);
    }

    /// <summary>A linear layer, for which there is room.</summary>
    public static Linear Linear(long inputs, long outputs, bool hasBias = true)
    {
        Take(inputs, outputs);
        if (hasBias)
            Take(outputs);
        if (!IsOfFile && inputs * outputs < UniformDraws.Fewest)
            return nn.Linear(inputs, outputs, hasBias);
        var (weight, bias) = (new Parameter(zeros(outputs, inputs)), hasBias ? new Parameter(zeros(outputs)) : null);
        if (!IsOfFile)
            UniformDraws.OfLayer(weight, bias);
        return nn.Linear(weight, bias);
    }

    /// <summary>An embedding, for which there is room.</summary>
    public static Embedding Embedding(long count, long size)
    {
        Take(count, size);
        return nn.Embedding(count, size);
    }

    /// <summary>
    /// Numbers that stand for keys, normal around 0: the more keys, the smaller, so that a rare one says little until it has been learned.
    /// With torch's deviation of 1 a network would know rows of words by their rare ones.
    /// </summary>
    /// <param name="count">Keys.</param>
    /// <param name="size">Numbers of each.</param>
    public static Embedding SmallEmbedding(long count, long size)
    {
        var embedding = Embedding(count, size);
        if (count <= FewKeys)
            return embedding;
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        embedding.weight!.mul_(Numbers.Kept(Math.Sqrt(FewKeys / (double)count)));
        return embedding;
    }

    /// <summary>Zeros of float32, for which there is room.</summary>
    public static Tensor Zeros(params long[] sizes)
    {
        Take(sizes);
        return zeros(sizes);
    }

    /// <summary>Ones of float32, for which there is room.</summary>
    public static Tensor Ones(params long[] sizes)
    {
        Take(sizes);
        return ones(sizes);
    }

    /// <summary>Zeros of int64, for which there is room.</summary>
    public static Tensor WholeZeros(params long[] sizes)
    {
        Take(sizes);
        return zeros(sizes, dtype: ScalarType.Int64);
    }

    /// <summary>Asks for recurrent layers as torch makes them.</summary>
    /// <param name="gates">Blocks of weights per layer: 1 for a simple one, 3 for GRU, 4 for LSTM.</param>
    /// <param name="inputs">Numbers per step.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="layers">Layers, one over the other.</param>
    public static void TakeRecurrent(long gates, long inputs, long hidden, long layers)
    {
        Take(gates, hidden, inputs);
        Take(layers - 1, gates, hidden, hidden);
        Take(layers, gates, hidden, hidden);
        Take(layers, 2, gates, hidden);
    }

    /// <inheritdoc/>
    public void Dispose() => _current = _outer;

    private void Add(Int128 numbers)
    {
        Taken += numbers;
        if (Taken > _most)
            throw _refuse(Taken);
    }

    private static InvalidOperationException TooLarge(Int128 numbers, long memory) => new(
        $"The network would have at least {numbers} weights, which take {numbers * BytesPerNumber} bytes; this process may use {memory} "
            + "bytes. "
        + "Make its layers narrower, or its input.");
}
