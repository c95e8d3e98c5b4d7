using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);
        public static Tensor operator +(Tensor left, int right) => left.Result(Native.tb_add_scalar(left.Handle, right));
        public static Tensor operator +(Tensor left, long right) => left.Result(Native.tb_add_scalar(left.Handle, right));
        public static Tensor operator +(Tensor left, float right) => left.Result(Native.tb_add_scalar(left.Handle, right));
        public static Tensor operator +(Tensor left, double right) => left.Result(Native.tb_add_scalar(left.Handle, right));
        public static Tensor operator +(Scalar left, Tensor right) => right.Result(Native.tb_add_scalar(right.Handle, left));
        public static Tensor operator +(int left, Tensor right) => right.Result(Native.tb_add_scalar(right.Handle, left));
        public static Tensor operator +(long left, Tensor right) => right.Result(Native.tb_add_scalar(right.Handle, left));
        public static Tensor operator +(float left, Tensor right) => right.Result(Native.tb_add_scalar(right.Handle, left));
        public static Tensor operator +(double left, Tensor right) => right.Result(Native.tb_add_scalar(right.Handle, left));
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);
        public static Tensor operator -(Tensor left, int right) => left.Result(Native.tb_sub_scalar(left.Handle, right));
        public static Tensor operator -(Tensor left, long right) => left.Result(Native.tb_sub_scalar(left.Handle, right));
        public static Tensor operator -(Tensor left, float right) => left.Result(Native.tb_sub_scalar(left.Handle, right));
        public static Tensor operator -(Tensor left, double right) => left.Result(Native.tb_sub_scalar(left.Handle, right));
        public static Tensor operator -(Scalar left, Tensor right) => right.Result(Native.tb_scalar_sub(left, right.Handle));
        public static Tensor operator -(int left, Tensor right) => right.Result(Native.tb_scalar_sub(left, right.Handle));
        public static Tensor operator -(long left, Tensor right) => right.Result(Native.tb_scalar_sub(left, right.Handle));
        public static Tensor operator -(float left, Tensor right) => right.Result(Native.tb_scalar_sub(left, right.Handle));
        public static Tensor operator -(double left, Tensor right) => right.Result(Native.tb_scalar_sub(left, right.Handle));
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);
        public static Tensor operator *(Tensor left, int right) => left.Result(Native.tb_mul_scalar(left.Handle, right));
        public static Tensor operator *(Tensor left, long right) => left.Result(Native.tb_mul_scalar(left.Handle, right));
        public static Tensor operator *(Tensor left, float right) => left.Result(Native.tb_mul_scalar(left.Handle, right));
        public static Tensor operator *(Tensor left, double right) => left.Result(Native.tb_mul_scalar(left.Handle, right));
        public static Tensor operator *(Scalar left, Tensor right) => right.Result(Native.tb_mul_scalar(right.Handle, left));
        public static Tensor operator *(int left, Tensor right) => right.Result(Native.tb_mul_scalar(right.Handle, left));
        public static Tensor operator *(long left, Tensor right) => right.Result(Native.tb_mul_scalar(right.Handle, left));
        public static Tensor operator *(float left, Tensor right) => right.Result(Native.tb_mul_scalar(right.Handle, left));
        public static Tensor operator *(double left, Tensor right) => right.Result(Native.tb_mul_scalar(right.Handle, left));
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);
        public static Tensor operator /(Tensor left, int right) => left.Result(Native.tb_div_scalar(left.Handle, right));
        public static Tensor operator /(Tensor left, long right) => left.Result(Native.tb_div_scalar(left.Handle, right));
        public static Tensor operator /(Tensor left, float right) => left.Result(Native.tb_div_scalar(left.Handle, right));
        public static Tensor operator /(Tensor left, double right) => left.Result(Native.tb_div_scalar(left.Handle, right));
        public static Tensor operator /(Scalar left, Tensor right) => right.Result(Native.tb_scalar_div(left, right.Handle));
        public static Tensor operator /(int left, Tensor right) => right.Result(Native.tb_scalar_div(left, right.Handle));
        public static Tensor operator /(long left, Tensor right) => right.Result(Native.tb_scalar_div(left, right.Handle));
        public static Tensor operator /(float left, Tensor right) => right.Result(Native.tb_scalar_div(left, right.Handle));
        public static Tensor operator /(double left, Tensor right) => right.Result(Native.tb_scalar_div(left, right.Handle));
        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);
        public static Tensor operator %(Tensor left, int right) => left.Result(Native.tb_remainder_scalar(left.Handle, right));
        public static Tensor operator %(Tensor left, long right) => left.Result(Native.tb_remainder_scalar(left.Handle, right));
        public static Tensor operator %(Tensor left, float right) => left.Result(Native.tb_remainder_scalar(left.Handle, right));
        public static Tensor operator %(Tensor left, double right) => left.Result(Native.tb_remainder_scalar(left.Handle, right));
        public static Tensor operator ==(Tensor left, Tensor right) => right is null ? tensor(false) : left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => right is null ? tensor(false) : left.eq(right);
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);
        public static Tensor operator !=(Tensor left, Tensor right) => right is null ? tensor(true) : left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => right is null ? tensor(true) : left.ne(right);
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);
        public static Tensor operator ~(Tensor left) => left.bitwise_not();
        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static implicit operator Tensor(byte value) => tensor(value);
        public static implicit operator Tensor(sbyte value) => tensor(value);
        public static implicit operator Tensor(short value) => tensor(value);
        public static implicit operator Tensor(int value) => tensor(value);
        public static implicit operator Tensor(long value) => tensor(value);
        public static implicit operator Tensor(float value) => tensor(value);
        public static implicit operator Tensor(double value) => tensor(value);
        public static implicit operator Tensor(bool value) => tensor(value);
        public static implicit operator Tensor(Complex value) => tensor(value);
        public static implicit operator Tensor((float, float) value) => tensor(value);
        public static implicit operator Tensor(byte[] value) => tensor(value);
        public static implicit operator Tensor(sbyte[] value) => tensor(value);
        public static implicit operator Tensor(short[] value) => tensor(value);
        public static implicit operator Tensor(int[] value) => tensor(value);
        public static implicit operator Tensor(long[] value) => tensor(value);
        public static implicit operator Tensor(float[] value) => tensor(value);
        public static implicit operator Tensor(double[] value) => tensor(value);
        public static implicit operator Tensor(bool[] value) => tensor(value);
        public static implicit operator Tensor(Complex[] value) => tensor(value);
        public static implicit operator Tensor((float, float)[] value) => tensor(value);

        /// Exists only so that a call with a Scalar prefers the overload that takes one.
        public static implicit operator Tensor(Scalar scalar) => throw new InvalidOperationException("A Scalar does not convert to a Tensor.");

        public static explicit operator byte(Tensor value) => value.ToByte();
        public static explicit operator sbyte(Tensor value) => value.ToSByte();
        public static explicit operator short(Tensor value) => value.ToInt16();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator float(Tensor value) => value.ToSingle();
        public static explicit operator double(Tensor value) => value.ToDouble();
        public static explicit operator bool(Tensor value) => value.ToBoolean();
    }
}
