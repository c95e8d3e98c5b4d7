using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// A number with its kind, laid out as the native ScalarArg and passed by value.
[StructLayout(LayoutKind.Sequential)]
internal readonly struct ScalarValue
{
    public readonly long Integer;
    public readonly double Real;
    public readonly double Imaginary;
    public readonly int Kind;

    ScalarValue(long integer, double real, double imaginary, int kind) => (Integer, Real, Imaginary, Kind) = (integer, real, imaginary, kind);

    public static readonly ScalarValue None = new(0, 0, 0, -1);

    public static implicit operator ScalarValue(long value) => new(value, value, 0, 0);
    public static implicit operator ScalarValue(int value) => new(value, value, 0, 0);
    public static implicit operator ScalarValue(double value) => new((long)value, value, 0, 1);
    public static implicit operator ScalarValue(float value) => new((long)value, value, 0, 1);
    public static implicit operator ScalarValue(bool value) => new(value ? 1 : 0, value ? 1 : 0, 0, 2);
    public static implicit operator ScalarValue(Complex value) => new((long)value.Real, value.Real, value.Imaginary, 3);
    public static implicit operator ScalarValue(Scalar value) => value.Value;

    public static ScalarValue Optional(Scalar? value) => value is null ? None : value.Value;
}
