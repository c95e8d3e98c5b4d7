#nullable disable
using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class OptimizerOptions
{
    public OptimizerOptions() { }

    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate.Value);
    }
}

/// What an optimizer remembers of one parameter. Its tensors belong to the optimizer, never to a scope.
public abstract class OptimizerState
{
    protected internal Parameter _parameter;

    public OptimizerState(Parameter parameter) => _parameter = parameter;

    public virtual void Initialize(OptimizerOptions options) { }
    public abstract void LoadStateDict(OptimizerState source);
    public abstract void LoadStateDict(BinaryReader reader);
    public abstract void SaveStateDict(BinaryWriter writer);
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;
    public virtual void to(Device device) { }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor result, Device device)
    {
        var present = reader.ReadBoolean();
        Forget(ref result);
        if (present) Take(ref result, TensorExtensionMethods.Load(reader), device);
    }

    internal static Tensor Filled(Parameter like, double value)
    {
        using var guard = no_grad();
        return (value == 0 ? zeros_like(like) : full_like(like, value)).DetachFromDisposeScope();
    }

    internal static void Forget(ref Tensor held)
    {
        held?.Dispose();
        held = null;
    }

    internal static void CopyFrom(ref Tensor held, Tensor source)
    {
        var copy = source is null ? null : source.detach().clone().DetachFromDisposeScope();
        Forget(ref held);
        held = copy;
    }

    static void Take(ref Tensor held, Tensor value, Device device)
    {
        held = value.DetachFromDisposeScope();
        if (device is not null) Move(ref held, device);
    }

    internal static void Move(ref Tensor held, Device device)
    {
        if (held is null || (held.device_type == device.type && (device.index < 0 || held.device_index == device.index))) return;
        var moved = held.to(device).DetachFromDisposeScope();
        held.Dispose();
        held = moved;
    }

    internal static bool Close(Tensor a, Tensor b) => a is null || b is null ? a is null && b is null : a.allclose(b);
}
