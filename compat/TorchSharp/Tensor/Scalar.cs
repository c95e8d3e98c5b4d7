using System.Numerics;

namespace TorchSharp;

/// A number for the operations that take one. It holds no native memory here; Dispose is kept for source compatibility.
public sealed class Scalar : IDisposable
{
    readonly torch.ScalarType _type;

    internal Scalar(ScalarValue value, torch.ScalarType type) => (Value, _type) = (value, type);

    internal ScalarValue Value { get; }

    public torch.ScalarType Type => _type;

    public static implicit operator Scalar(byte value) => new(value, torch.ScalarType.Int64);
    public static implicit operator Scalar(sbyte value) => new(value, torch.ScalarType.Int64);
    public static implicit operator Scalar(short value) => new(value, torch.ScalarType.Int64);
    public static implicit operator Scalar(int value) => new(value, torch.ScalarType.Int64);
    public static implicit operator Scalar(long value) => new(value, torch.ScalarType.Int64);
    public static implicit operator Scalar(Half value) => new((float)value, torch.ScalarType.Float64);
    public static implicit operator Scalar(float value) => new(value, torch.ScalarType.Float64);
    public static implicit operator Scalar(double value) => new(value, torch.ScalarType.Float64);
    public static implicit operator Scalar(bool value) => new(value, torch.ScalarType.Bool);
    public static implicit operator Scalar((float, float) value) => new(new Complex(value.Item1, value.Item2), torch.ScalarType.ComplexFloat64);
    public static implicit operator Scalar(Complex value) => new(value, torch.ScalarType.ComplexFloat64);

    public void Dispose() { }
}
