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
/// Of a convolution whose taps are moved in part only these are remembered, which the first step knows: the blocks are made then, or when
/// they are asked for.
/// Parameters in a block of their own would gain next to nothing (3 µs in a training step of 170, for eight small ones), could not be
/// shared by two updates of different lengths of life, and gradients in one would hide which parameters a batch has not reached.
/// </remarks>
internal sealed class OptimizerMemory : IDisposable
{
    private const long BlockBytes = 1L << 30; // a span can hold no more than 2³¹

    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly int _kinds;
    private readonly TapWindow?[] _windows;
    private readonly Place[] _places;
    private readonly List<Block> _plan = [];
    private readonly Tensor[]?[] _views;
    private Tensor[]? _blocks;

    /// <summary>Remembers nothing yet: zeros, once it is asked for.</summary>
    /// <param name="parameters">The parameters; device, type and layout must stay as they are now.</param>
    /// <param name="kinds">Numbers remembered for each weight.</param>
    public OptimizerMemory(IReadOnlyList<Parameter> parameters, int kinds)
    {
        (_parameters, _kinds) = (parameters, kinds);
        Steps = new long[parameters.Count];
        _windows = new TapWindow?[parameters.Count];
        _places = new Place[parameters.Count];
        _views = new Tensor[]?[parameters.Count];
        Plan();
    }

    /// <summary>Steps made of each parameter.</summary>
    public long[] Steps { get; }

    /// <summary>Numbers remembered for each weight.</summary>
    public int Kinds => _kinds;

    /// <summary>The blocks, 1-d: everything that is remembered beside <see cref="Steps"/>.</summary>
    public IReadOnlyList<Tensor> Blocks => _blocks ??= [.. _plan.Select(
        block => HugePages.Zeros(block.Length, block.First.dtype, block.First.device).DetachFromDisposeScope())];

    /// <summary>Whether a parameter's numbers are float32 in the processor's memory, in a row.</summary>
    public bool IsPlain(int parameter) => _places[parameter].IsPlain;

    /// <summary>The taps of a parameter that are remembered; null for the whole parameter.</summary>
    public TapWindow? Window(int parameter) => _windows[parameter];

    /// <summary>Whether a step has said which taps are moved alone.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Lays out what is remembered for the steps that follow; of no effect where that was done.</summary>
    /// <param name="window">The taps of a parameter that are moved alone, by the parameter's place; null for the whole one.</param>
    public void Begin(Func<int, TapWindow?> window)
    {
        if (HasBegun)
            return;
        HasBegun = true;
        TapWindow?[] windows = [.. Enumerable.Range(0, _windows.Length).Select(window)];
        if (windows.All(taps => taps is null))
            return;
        if (_blocks is null)
        {
            LayOut(windows);
            return;
        }
        using var read = new OptimizerMemory(_parameters, _kinds); // from a checkpoint
        read.Take(this);
        Forget();
        LayOut(windows);
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < _places.Length; i++)
            if (_windows[i] is { } taps)
                ForEachKind(i, read, (some, all) => taps.Gather(all, some));
            else
                Numbers(i).copy_(read.Numbers(i));
    }

    /// <summary>Remembers whole parameters from now on.</summary>
    public void Widen()
    {
        using var whole = Whole();
        Take(whole);
        HasBegun = true;
    }

    /// <summary>The remembered numbers of a plain parameter, kind after kind.</summary>
    public Span<float> Span(int parameter)
    {
        var place = _places[parameter];
        var length = (int)(_kinds * place.Stride);
        return length == 0 ? [] : MemoryMarshal.Cast<byte, float>(Blocks[place.Block].bytes).Slice((int)place.Start, length);
    }

    /// <summary>The remembered numbers of any parameter, a tensor of its shape for each kind.</summary>
    public Tensor[] Tensors(int parameter)
    {
        var (place, shape) = (_places[parameter], _parameters[parameter].shape);
        var (block, count) = (Blocks[place.Block], _parameters[parameter].numel());
        return [.. Enumerable.Range(0, _kinds).Select(kind => block.narrow(0, place.Start + (kind * place.Stride), count).view(shape))];
    }

    /// <summary>The same, made once: they stay this object's, and end with the blocks that they show.</summary>
    public Tensor[] Views(int parameter)
    {
        if (_views[parameter] is { } made)
            return made;
        using var scope = NewDisposeScope();
        return _views[parameter] = Array.ConvertAll(Tensors(parameter), view => view.DetachFromDisposeScope());
    }

    /// <summary>
    /// The blocks, with what is remembered of taps where it belongs in whole parameters: files do not depend on what was moved alone.
    /// </summary>
    /// <returns>The blocks themselves where all parameters are whole; else copies, which belong to the dispose scope.</returns>
    public IReadOnlyList<Tensor> WholeBlocks()
    {
        if (_windows.All(window => window is null))
            return Blocks;
        using var whole = Whole();
        return [.. whole.Blocks.Select(block => block.detach())];
    }

    /// <summary>Remembers nothing again, of any parameter.</summary>
    public void Clear()
    {
        Forget();
        Array.Clear(Steps);
        HasBegun = false;
        LayOut(new TapWindow?[_windows.Length]);
    }

    /// <summary>Remembers from now on what another one does, as it does.</summary>
    /// <param name="other">Of the same parameters; stays as it is.</param>
    public void Take(OptimizerMemory other)
    {
        using var gradientsOff = no_grad();
        other.Steps.CopyTo(Steps, 0);
        HasBegun = other.HasBegun;
        if (other._blocks is null || !_windows.SequenceEqual(other._windows))
            Forget();
        LayOut(other._windows);
        if (other._blocks is null)
            return;
        _blocks ??= [.. other._blocks.Select(block => HugePages.For(empty_like(block)).DetachFromDisposeScope())];
        foreach (var (block, from) in _blocks.Zip(other._blocks))
            block.copy_(from);
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    // The same, of whole parameters; the caller's.
    private OptimizerMemory Whole()
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var whole = new OptimizerMemory(_parameters, _kinds);
        Steps.CopyTo(whole.Steps, 0);
        for (var i = 0; i < _places.Length; i++)
            if (_windows[i] is { } taps)
                ForEachKind(i, whole, (some, all) => taps.Scatter(some, all));
            else
                whole.Numbers(i).copy_(Numbers(i));
        return whole;
    }

    private void Forget()
    {
        foreach (var tensor in _views.SelectMany(views => views ?? []).Concat(_blocks ?? []))
            tensor.Dispose();
        Array.Clear(_views);
        _blocks = null;
    }

    private Tensor Numbers(int parameter)
    {
        var place = _places[parameter];
        return Blocks[place.Block].narrow(0, place.Start, _kinds * place.Stride);
    }

    // What is remembered here of some taps of a plain parameter, and there of all of them.
    private void ForEachKind(int parameter, OptimizerMemory whole, CopyOfTaps copy)
    {
        var (some, all) = (_places[parameter].Stride, whole._places[parameter].Stride);
        for (var kind = 0; kind < _kinds; kind++)
            copy(
                Span(parameter).Slice((int)(kind * some), (int)Count(parameter)),
                whole.Span(parameter).Slice((int)(kind * all), (int)whole.Count(parameter)));
    }

    private long Count(int parameter) =>
        _windows[parameter] is { } window ? _parameters[parameter].numel() / window.Taps * window.Count : _parameters[parameter].numel();

    private void LayOut(TapWindow?[] windows)
    {
        windows.CopyTo(_windows, 0);
        Plan();
    }

    private void Plan()
    {
        _plan.Clear();
        for (var i = 0; i < _places.Length; i++)
            _places[i] = Plan(i);
    }

    // Appends a parameter to the last block of its kind, or to a new one if that is full.
    private Place Plan(int index)
    {
        var parameter = _parameters[index];
        var stride = ElementPass.Padded(Count(index));
        var length = _kinds * stride;
        var largest = BlockBytes / parameter.ElementSize;
        var isPlain = parameter.dtype == ScalarType.Float32 && parameter.device_type == DeviceType.CPU && parameter.is_contiguous()
            && length <= largest;
        var block = _plan.FindLastIndex(b => b.First.dtype == parameter.dtype && LieTogether(b.First, parameter));
        if (block < 0 || _plan[block].Length + length > largest)
        {
            _plan.Add(new Block(parameter));
            block = _plan.Count - 1;
        }
        var start = _plan[block].Length;
        _plan[block].Length = start + length;
        return new Place(block, start, stride, isPlain);
    }

    // Two objects of torch's device are never equal, even if they name the same one.
    private static bool LieTogether(Parameter a, Parameter b) => a.device_type == b.device_type && a.device_index == b.device_index;

    private delegate void CopyOfTaps(Span<float> some, Span<float> all);

    private sealed class Block(Parameter first)
    {
        public Parameter First => first;

        public long Length { get; set; }
    }

    private readonly record struct Place(int Block, long Start, long Stride, bool IsPlain);
}
