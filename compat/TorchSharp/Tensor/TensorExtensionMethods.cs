using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    public static long TotalSize(this IEnumerable<long> shape)
    {
        long result = 1;
        foreach (var d in shape) result *= d;
        return result;
    }

    public static int ElementSize(this torch.ScalarType type) => type switch
    {
        torch.ScalarType.Byte or torch.ScalarType.Int8 or torch.ScalarType.Bool => 1,
        torch.ScalarType.Int16 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => 2,
        torch.ScalarType.Int32 or torch.ScalarType.Float32 => 4,
        torch.ScalarType.Int64 or torch.ScalarType.Float64 or torch.ScalarType.ComplexFloat32 => 8,
        torch.ScalarType.ComplexFloat64 => 16,
        _ => throw new NotSupportedException($"Unknown dtype {type}."),
    };

    internal static bool IsIntegral(this torch.ScalarType type) => torch.is_integral(type);

    public static ReadOnlySpan<int> IntShape(this torch.Tensor tensor) => Array.ConvertAll(tensor.shape, d => (int)d);

    public static Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    public static torch.Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false)
    {
        var array = doCopy ? (T[])rawArray.Clone() : rawArray;
        return torch.FromShared(array, dimensions, requires_grad);
    }

    public static torch.Tensor ToTensor<T>(this T scalar, torch.Device? device = null, bool requires_grad = false) where T : struct => scalar switch
    {
        byte v => torch.tensor(v, device: device, requires_grad: requires_grad),
        sbyte v => torch.tensor(v, device: device, requires_grad: requires_grad),
        short v => torch.tensor(v, device: device, requires_grad: requires_grad),
        int v => torch.tensor(v, device: device, requires_grad: requires_grad),
        long v => torch.tensor(v, device: device, requires_grad: requires_grad),
        float v => torch.tensor(v, device: device, requires_grad: requires_grad),
        double v => torch.tensor(v, device: device, requires_grad: requires_grad),
        bool v => torch.tensor(v, device: device, requires_grad: requires_grad),
        Complex v => torch.tensor(v, device: device, requires_grad: requires_grad),
        _ => throw new ArgumentException($"A tensor cannot be made of a {typeof(T)}."),
    };

    // One element of any dtype, converted; what the target cannot hold is an error.
    static long Whole(torch.Tensor t, long min, long max)
    {
        var v = t.ItemValue();
        if (v.Kind is 1 or 3 && !(v.Real > min - 1.0 && v.Real < max + 1.0) || v.Kind == 0 && (v.Integer < min || v.Integer > max))
            throw new ExternalException("value cannot be converted to the requested type without overflow");
        return v.Kind is 1 or 3 ? (long)v.Real : v.Integer;
    }

    public static byte ToByte(this torch.Tensor value) => (byte)Whole(value, byte.MinValue, byte.MaxValue);
    public static sbyte ToSByte(this torch.Tensor value) => (sbyte)Whole(value, sbyte.MinValue, sbyte.MaxValue);
    public static short ToInt16(this torch.Tensor value) => (short)Whole(value, short.MinValue, short.MaxValue);
    public static int ToInt32(this torch.Tensor value) => (int)Whole(value, int.MinValue, int.MaxValue);
    public static long ToInt64(this torch.Tensor value) => Whole(value, long.MinValue, long.MaxValue);
    public static Half ToHalf(this torch.Tensor value) => (Half)value.ItemValue().Real;
    public static float ToSingle(this torch.Tensor value) => (float)value.ItemValue().Real;
    public static double ToDouble(this torch.Tensor value) => value.ItemValue().Real;

    public static bool ToBoolean(this torch.Tensor value)
    {
        var v = value.ItemValue();
        return v.Kind is 0 or 2 ? v.Integer != 0 : v.Real != 0 || v.Imaginary != 0;
    }

    public static (float Real, float Imaginary) ToComplexFloat32(this torch.Tensor value)
    {
        var v = value.ItemValue();
        return ((float)v.Real, (float)v.Imaginary);
    }

    public static Complex ToComplexFloat64(this torch.Tensor value)
    {
        var v = value.ItemValue();
        return new Complex(v.Real, v.Imaginary);
    }

    public static (float Real, float Imaginary) ToComplex32(this torch.Tensor value) => value.ToComplexFloat32();
    public static Complex ToComplex64(this torch.Tensor value) => value.ToComplexFloat64();
}
