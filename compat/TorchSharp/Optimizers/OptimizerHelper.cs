#nullable disable
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// The part that all optimizers written as update formulas share: groups, states, saving.
public abstract class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults;

    /// By the handles of the parameters.
    protected OrderedDict<IntPtr, OptimizerState> _state = new();

    public OptimizerHelper() : base(IntPtr.Zero) { }

    internal void Join(ParamGroup group, Func<Parameter, OptimizerState> make)
    {
        if (group.Options is { } options) options.Inherit(_defaults);
        else group.Options = _defaults.Copy();
        group.Options.InitialLearningRate = group.Options.LearningRate.Value;
        _parameter_groups.Add(group);
        foreach (var p in group.Snapshot)
        {
            var state = make(p);
            _state[p.Handle] = state;
            state.Initialize(group.Options);
        }
    }

    public override void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

    protected virtual Tensor _step<T>(Action<T> body, Func<Tensor> loss_closure = null) where T : ParamGroup
    {
        Tensor loss = null;
        if (loss_closure is not null)
            using (enable_grad())
                loss = loss_closure();
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _parameter_groups)
        {
            body((T)group);
            GC.KeepAlive(group);
        }
        return loss;
    }

    /// The arrays of a native step over a group; `tensors` gives the handles of up to three tensors of each state.
    internal StepWorkspace<TState> Work<TState>(ParamGroup group, Func<TState, (IntPtr A, IntPtr B, IntPtr C)> tensors) where TState : OptimizerState
    {
        if (group.Workspace is not StepWorkspace<TState> work)
            group.Workspace = work = new(Array.ConvertAll(group.Snapshot, p => (TState)_state[p.Handle]));
        work.Parameters = group.Handles();
        for (var i = 0; i < work.States.Length; i++)
        {
            (work.A[i], work.B[i], work.C[i]) = tensors(work.States[i]);
            work.Steps[i] = work.States[i].Step;
        }
        return work;
    }

    /// The options of all groups, and the defaults.
    internal IEnumerable<TOptions> AllOptions<TOptions>() where TOptions : OptimizerOptions =>
        _parameter_groups.Select(g => g.Options).Append(_defaults).Cast<TOptions>();

    internal static void NotNegative(double value, string what)
    {
        if (value < 0) throw new ArgumentException($"Invalid {what}: {value}");
    }

    public optim.Optimizer.StateDictionary state_dict()
    {
        var result = new StateDictionary();
        var numbers = new Dictionary<OptimizerState, int>();
        foreach (var (_, state) in _state.Entries)
        {
            numbers[state] = result.State.Count;
            result.State.Add(state);
        }
        foreach (var group in _parameter_groups)
        {
            result.Options.Add(group.Options);
            result.StateIndexRef.Add([.. group.Snapshot.Select(p => numbers[_state[p.Handle]])]);
        }
        return result;
    }

    public virtual void load_state_dict(optim.Optimizer.StateDictionary state_dict)
    {
        if (state_dict.Options.Count != _parameter_groups.Count)
            throw new ArgumentException($"The optimizer has {_parameter_groups.Count} parameter groups, the state {state_dict.Options.Count}.");
        if (state_dict.State.Count != _state.Count)
            throw new ArgumentException($"The optimizer has {_state.Count} states, the dictionary {state_dict.State.Count}.");
        for (var i = 0; i < _parameter_groups.Count; i++) _parameter_groups[i].Options.LoadStateDict(state_dict.Options[i]);
        for (var i = 0; i < _state.Count; i++) _state.Entries[i].Value.LoadStateDict(state_dict.State[i]);
    }

    public void load_state_dict(string location)
    {
        if (!File.Exists(location)) throw new FileNotFoundException($"The file '{location}' does not exist.", location);
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    public virtual void load_state_dict(BinaryReader reader)
    {
        var name = reader.ReadString();
        if (name != GetType().Name)
            throw new InvalidDataException($"The stream holds the state of {name}, which cannot be loaded into {GetType().Name}.");
        var groups = Leb128.Read(reader);
        var states = Leb128.Read(reader);
        if (groups != _parameter_groups.Count)
            throw new ArgumentException($"The optimizer has {_parameter_groups.Count} parameter groups, the stream {groups}.");
        if (states != _state.Count) throw new ArgumentException($"The optimizer has {_state.Count} states, the stream {states}.");
        foreach (var group in _parameter_groups) group.Options.LoadStateDict(reader);
        foreach (var (_, state) in _state.Entries) state.LoadStateDict(reader);
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public virtual void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        Leb128.Write(writer, _parameter_groups.Count);
        Leb128.Write(writer, _state.Count);
        foreach (var group in _parameter_groups) group.Options.SaveStateDict(writer);
        foreach (var (_, state) in _state.Entries) state.SaveStateDict(writer);
    }

    public void to(Device device)
    {
        foreach (var (_, state) in _state.Entries) state.to(device);
    }

    internal override void DisposeState()
    {
        foreach (var (_, state) in _state.Entries) state.Release();
        _state.clear();
    }
}

/// One call into the native library: parameters and their number, up to three tensors of each state, the steps done.
internal unsafe delegate int NativeStep(IntPtr* parameters, int count, IntPtr* a, IntPtr* b, IntPtr* c, long* steps);

/// Arrays handed to the native step, kept from step to step.
internal sealed class StepWorkspace<TState>(TState[] states) where TState : OptimizerState
{
    public readonly TState[] States = states;
    public readonly IntPtr[] A = new IntPtr[states.Length], B = new IntPtr[states.Length], C = new IntPtr[states.Length];
    public readonly long[] Steps = new long[states.Length];
    public IntPtr[] Parameters;

    /// The status of the call; the steps are counted even when it failed.
    public unsafe int Run(NativeStep step)
    {
        int status;
        fixed (IntPtr* p = Parameters, a = A, b = B, c = C)
        fixed (long* t = Steps)
            status = step(p, States.Length, a, b, c, t);
        for (var i = 0; i < States.Length; i++) States[i].Step = Steps[i];
        return status;
    }
}
