using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class RawTypeTests
{
    [TestMethod]
    public void Every_raw_type_reaches_the_visitor_as_itself()
    {
        Type[] types =
        [
            typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long),
            typeof(ulong), typeof(float),
            typeof(double), typeof(ReadOnlyMemory<char>), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DataViewRowId),
            typeof(MLImage),
        ];
        foreach (var type in types)
            Assert.AreEqual(type, RawType.Visit(type, new Named()));
    }

    [TestMethod]
    public void Numbers_reach_the_visitor_of_numbers_and_others_are_refused()
    {
        foreach (var type in new[] { typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long),
            typeof(ulong), typeof(float), typeof(double) })
            Assert.AreEqual(type, RawType.VisitNumber(type, new Numbers()));
        foreach (var type in new[] { typeof(bool), typeof(char), typeof(decimal), typeof(DateTime), typeof(ReadOnlyMemory<char>) })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => RawType.VisitNumber(type, new Numbers())).Message, type.ToString());
    }

    [TestMethod]
    public void An_error_of_the_visitor_comes_out_as_it_is()
    {
        foreach (var type in new[] { typeof(float), typeof(MLImage) })
            Assert.ThrowsExactly<NotSupportedException>(() => RawType.Visit(type, new Failing()));
    }

    private sealed class Named : IRawTypeVisitor<Type>
    {
        public Type Visit<T>() => typeof(T);
    }

    private sealed class Numbers : IRawNumberVisitor<Type>
    {
        public Type Visit<T>()
            where T : struct, INumber<T> => typeof(T);
    }

    private sealed class Failing : IRawTypeVisitor<int>
    {
        public int Visit<T>() => throw new NotSupportedException();
    }
}
