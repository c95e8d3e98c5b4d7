using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DeepML.Distributed.Tests.Mpi;

[TestClass]
public sealed class BFloat16NumbersTests
{
    [TestMethod]
    public void Numbers_are_rounded_as_torch_rounds_them()
    {
        var random = new Random(1);
        float[] numbers =
        [
            0, -0f, 1, -1, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, 1.00390625f, 1.01171875f,
            .. Enumerable.Range(0, 1001).Select(_ => (float)(Math.Exp(40 * (random.NextDouble() - 0.5)) * (random.Next(2) - 0.5))),
        ];
        var rounded = new ushort[numbers.Length];
        BFloat16Numbers.Round(numbers, rounded);
        using var exact = tensor(numbers);
        using var expected = exact.to(ScalarType.BFloat16);
        CollectionAssert.AreEqual(MemoryMarshal.Cast<byte, ushort>(expected.bytes).ToArray(), rounded);
        var back = new float[numbers.Length];
        BFloat16Numbers.Widen(rounded, back);
        using var widened = expected.to(ScalarType.Float32);
        CollectionAssert.AreEqual(widened.data<float>().ToArray(), back);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(40)]
    public void What_is_no_number_stays_none(int count)
    {
        var rounded = new ushort[count];
        BFloat16Numbers.Round(Enumerable.Repeat(BitConverter.UInt32BitsToSingle(0x7F80_0001), count).ToArray(), rounded);
        var sums = new float[count];
        BFloat16Numbers.Add(rounded, sums);
        Assert.IsTrue(sums.All(float.IsNaN));
    }
}
