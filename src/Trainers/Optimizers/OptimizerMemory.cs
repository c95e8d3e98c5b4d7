using System.Runtime.InteropServices;
using DeepML.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// What an optimizer remembers of the parameters of one update: their numbers of steps, and flat blocks of memory in which each
/// parameter has its place. The parameters themselves and their gradients stay where their modules and torch put them.
/// </summary>
/// <remarks>
/// In a block the parameters follow one another; each has, one after the other, its kinds of remembered numbers, each as long as
/// the parameter and filled up to <see cref="ElementPass.Padded"/>. A block holds parameters of one device and type.
/// Parameters in a block of their own would gain next to nothing (3 µs in a training step of 170, for eight small ones), could not be
/// shared by two updates of different lengths of life, and gradients in one would hide which parameters a batch has not reached.
/// </remarks>
internal sealed class OptimizerMemory : IDisposable
{
    private const long BlockBytes = 1L << 30; // a span can hold no more than 2³¹

    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly int _kinds;
    private readonly Place[] _places;
    private readonly Tensor[] _blocks;

    /// <summary>Makes room, filled with zeros.</summary>
    /// <param name="parameters">The parameters; device, type and layout must stay as they are now.</param>
    /// <param name="kinds">Numbers remembered for each weight.</param>
    public OptimizerMemory(IReadOnlyList<Parameter> parameters, int kinds)
    {
        (_parameters, _kinds) = (parameters, kinds);
        Steps = new long[parameters.Count];
        _places = new Place[parameters.Count];
        var plan = new List<(Parameter First, long Length)>();
        for (var i = 0; i < parameters.Count; i++)
            _places[i] = Plan(parameters[i], plan);
        using var gradientsOff = no_grad();
        _blocks = [.. plan.Select(block => HugePages.Zeros(block.Length, block.First.dtype, block.First.device))];
        foreach (var block in _blocks)
            block.DetachFromDisposeScope();
    }

    /// <summary>Steps made of each parameter.</summary>
    public long[] Steps { get; }

    /// <summary>The blocks, 1-d: everything that is remembered beside <see cref="Steps"/>.</summary>
    public IReadOnlyList<Tensor> Blocks => _blocks;

    /// <summary>Whether a parameter's numbers are float32 in the processor's memory, in a row.</summary>
    public bool IsPlain(int parameter) => _places[parameter].IsPlain;

    /// <summary>The remembered numbers of a plain parameter, kind after kind.</summary>
    public Span<float> Span(int parameter)
    {
        var place = _places[parameter];
        var length = (int)(_kinds * place.Stride);
        return length == 0 ? [] : MemoryMarshal.Cast<byte, float>(_blocks[place.Block].bytes).Slice((int)place.Start, length);
    }

    /// <summary>The remembered numbers of any parameter, a tensor of its shape for each kind.</summary>
    public Tensor[] Tensors(int parameter)
    {
        var (place, shape) = (_places[parameter], _parameters[parameter].shape);
        var (block, count) = (_blocks[place.Block], _parameters[parameter].numel());
        return [.. Enumerable.Range(0, _kinds).Select(kind => block.narrow(0, place.Start + (kind * place.Stride), count).view(shape))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks)
            block.Dispose();
    }

    // Appends a parameter to the last block of its kind, or to a new one if that is full.
    private Place Plan(Parameter parameter, List<(Parameter First, long Length)> plan)
    {
        var stride = ElementPass.Padded(parameter.numel());
        var length = _kinds * stride;
        var largest = BlockBytes / parameter.ElementSize;
        var isPlain = parameter.dtype == ScalarType.Float32 && parameter.device_type == DeviceType.CPU && parameter.is_contiguous()
            && length <= largest;
        var block = plan.FindLastIndex(b => b.First.dtype == parameter.dtype && LieTogether(b.First, parameter));
        if (block < 0 || plan[block].Length + length > largest)
        {
            plan.Add((parameter, 0));
            block = plan.Count - 1;
        }
        var start = plan[block].Length;
        plan[block] = plan[block] with { Length = start + length };
        return new Place(block, start, stride, isPlain);
    }

    // Two objects of torch's device are never equal, even if they name the same one.
    private static bool LieTogether(Parameter a, Parameter b) => a.device_type == b.device_type && a.device_index == b.device_index;

    private readonly record struct Place(int Block, long Start, long Stride, bool IsPlain);
}
