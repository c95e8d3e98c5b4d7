#nullable disable
using System.Collections.Concurrent;
using System.Reflection;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// The options of a parameter group. The public fields of a derived class are its options, `double?` or `bool?`,
/// declared in the order in which they are saved.
public class OptimizerOptions
{
    public OptimizerOptions() { }

    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        var fields = SavedFields.Of(this, source);
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
        foreach (var field in fields) field.SetValue(this, field.GetValue(source));
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        foreach (var field in SavedFields.Of(this))
            field.SetValue(this, field.FieldType == typeof(bool?) ? (object)reader.ReadBoolean() : reader.ReadDouble());
    }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate.Value);
        foreach (var field in SavedFields.Of(this))
            if (field.GetValue(this) is bool flag) writer.Write(flag);
            else writer.Write((double)field.GetValue(this));
    }

    /// What was left open is taken from the defaults.
    internal void Inherit(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        foreach (var field in SavedFields.Of(this, defaults))
            if (field.GetValue(this) is null) field.SetValue(this, field.GetValue(defaults));
    }

    internal OptimizerOptions Copy() => (OptimizerOptions)MemberwiseClone();
}

/// What an optimizer remembers of one parameter. Its tensors belong to the optimizer, never to a scope. The public fields of a
/// derived class, a step counter and tensors, are what it remembers, declared in the order in which they are saved.
public abstract class OptimizerState
{
    long _noStep;
    protected internal Parameter _parameter;

    public OptimizerState(Parameter parameter) => _parameter = parameter;

    /// The number of steps done, where the formula needs it.
    internal virtual ref long Step => ref _noStep;

    /// Starts anew: tensors of zeros, and none where one is optional.
    public virtual void Initialize(OptimizerOptions options)
    {
        Step = 0;
        foreach (var field in Tensors()) Hold(field, SavedFields.IsOptional(field) ? null : Filled(_parameter, 0));
    }

    public virtual void LoadStateDict(OptimizerState source)
    {
        foreach (var field in SavedFields.Of(this, source))
            if (field.FieldType == typeof(Tensor)) Hold(field, ((Tensor)field.GetValue(source))?.detach().clone());
            else field.SetValue(this, field.GetValue(source));
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        foreach (var field in SavedFields.Of(this))
            if (field.FieldType != typeof(Tensor)) field.SetValue(this, reader.ReadInt64());
            else if (!SavedFields.IsOptional(field)) ((Tensor)field.GetValue(this)).Load(reader);
            else Hold(field, reader.ReadBoolean() ? OnDevice(TensorExtensionMethods.Load(reader), _parameter.device) : null);
    }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        foreach (var field in SavedFields.Of(this))
        {
            var tensor = field.GetValue(this) as Tensor;
            if (field.FieldType != typeof(Tensor)) writer.Write((long)field.GetValue(this));
            else if (SavedFields.IsOptional(field)) writer.Write(tensor is not null);
            tensor?.Save(writer);
        }
    }

    public virtual bool ApproximatelyEquals(OptimizerState other) =>
        other?.GetType() == GetType() && SavedFields.Of(this).All(f => Close(f.GetValue(this), f.GetValue(other)));

    public virtual void to(Device device)
    {
        foreach (var field in Tensors())
            if (field.GetValue(this) is Tensor held && OnDevice(held, device) is var moved && !ReferenceEquals(moved, held)) Hold(field, moved);
    }

    internal void Release()
    {
        foreach (var field in Tensors()) Hold(field, null);
    }

    internal static Tensor Filled(Parameter like, double value)
    {
        using var guard = no_grad();
        return (value == 0 ? zeros_like(like) : full_like(like, value)).DetachFromDisposeScope();
    }

    IEnumerable<FieldInfo> Tensors() => SavedFields.Of(this).Where(f => f.FieldType == typeof(Tensor));

    void Hold(FieldInfo field, Tensor value)
    {
        (field.GetValue(this) as Tensor)?.Dispose();
        field.SetValue(this, value?.DetachFromDisposeScope());
    }

    static Tensor OnDevice(Tensor t, Device device) =>
        device is null || (t.device_type == device.type && (device.index < 0 || t.device_index == device.index)) ? t : t.to(device);

    static bool Close(object a, object b) => a is Tensor x && b is Tensor y ? x.allclose(y) : Equals(a, b);
}

/// Marks a tensor of a state that is there under some options only; it is saved behind a flag.
[AttributeUsage(AttributeTargets.Field)]
internal sealed class OptionalAttribute : Attribute;

internal static class SavedFields
{
    static readonly ConcurrentDictionary<Type, FieldInfo[]> s_fields = new();

    internal static FieldInfo[] Of(object owner) => s_fields.GetOrAdd(owner.GetType(), static type =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Instance).OrderBy(f => f.MetadataToken)]);

    internal static FieldInfo[] Of(object owner, object other) => other.GetType() == owner.GetType() ? Of(owner)
        : throw new InvalidCastException($"{owner.GetType()} was expected, not {other.GetType()}.");

    internal static bool IsOptional(FieldInfo field) => field.IsDefined(typeof(OptionalAttribute), false);
}
