using System.Numerics;

namespace TorchSharp;

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToScalar(this (float, float) value) => value;
    public static Scalar ToScalar(this Complex value) => value;

    // Whole numbers keep all their bits; a fraction is cut off.
    static long Whole(Scalar s) => s.Value.Kind is 0 or 2 ? s.Value.Integer : (long)s.Value.Real;

    public static byte ToByte(this Scalar value) => (byte)Whole(value);
    public static sbyte ToSByte(this Scalar value) => (sbyte)Whole(value);
    public static short ToInt16(this Scalar value) => (short)Whole(value);
    public static int ToInt32(this Scalar value) => (int)Whole(value);
    public static long ToInt64(this Scalar value) => Whole(value);
    public static Half ToHalf(this Scalar value) => (Half)value.Value.Real;
    public static float ToSingle(this Scalar value) => (float)value.Value.Real;
    public static double ToDouble(this Scalar value) => value.Value.Real;
    public static bool ToBoolean(this Scalar value) => value.Value.Kind is 0 or 2 ? value.Value.Integer != 0 : value.Value.Real != 0;
    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) => ((float)value.Value.Real, (float)value.Value.Imaginary);
    public static Complex ToComplexFloat64(this Scalar value) => new(value.Value.Real, value.Value.Imaginary);
}
