using Microsoft.ML.Data;

namespace DeepML.Data.Tests.Tables;

[TestClass]
public sealed class ColumnTypeTests
{
    [TestMethod]
    public void Every_type_that_can_be_saved_comes_back()
    {
        DataViewType[] types =
        [
            TextDataViewType.Instance, BooleanDataViewType.Instance, NumberDataViewType.SByte, NumberDataViewType.UInt64,
                NumberDataViewType.Single,
            DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance, TimeSpanDataViewType.Instance,
                new KeyDataViewType(typeof(byte), 7),
            new KeyDataViewType(typeof(ulong), ulong.MaxValue), new VectorDataViewType(NumberDataViewType.Single, 2, 3),
            new VectorDataViewType(TextDataViewType.Instance), new VectorDataViewType(new KeyDataViewType(typeof(uint), 5), 4),
        ];
        foreach (var type in types)
            Assert.AreEqual(type, ColumnType.Of(type)!.Restore("column 'X'"), type.ToString());
    }

    [TestMethod]
    public void Types_of_others_are_not_saved()
    {
        Assert.IsNull(ColumnType.Of(new Microsoft.ML.Transforms.Image.ImageDataViewType(2, 2)));
        Assert.IsNull(ColumnType.Of(RowIdDataViewType.Instance));
    }
}
