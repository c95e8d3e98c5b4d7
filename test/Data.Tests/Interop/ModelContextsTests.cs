using System.Text;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests.Interop;

/// <summary>Contexts of saving and loading, and views that refuse one thing and hand on the rest.</summary>
[TestClass]
public sealed class ModelContextsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Streams_of_a_context_are_reached_by_name()
    {
        var context = new Context();
        Assert.AreSame(context.Reader, ModelContexts.Reader(context));
        var read = "";
        Assert.IsTrue(ModelContexts.TryLoadBinaryStream(context, "weights", reader => read = reader.ReadString()));
        Assert.AreEqual("numbers", read);
        Assert.IsFalse(ModelContexts.TryLoadBinaryStream(context, "others", _ => Assert.Fail("there is none")));
        Assert.ThrowsExactly<FormatException>(
            () => ModelContexts.TryLoadBinaryStream(context, "weights", _ => throw new FormatException()), "as it was thrown");
    }

    [TestMethod]
    public void A_context_of_another_version_is_told_by_what_is_missing()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => ModelContexts.Reader("no context")).Message, "ModelLoadContext.Reader");
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => ModelContexts.TryLoadBinaryStream("none", "x", _ => { })).Message,
            "ModelLoadContext.TryLoadBinaryStream");
    }

    [TestMethod]
    public void A_refusing_view_is_the_view_it_was_in_all_but_the_conversion()
    {
        Assert.IsTrue(OnnxRefusal.IsKnown, "the version of ML.NET in use has the interface");
        var source = _ml.Data.LoadFromEnumerable([new Row { Number = 3 }, new Row { Number = 5 }]);
        var view = OnnxRefusal.At(source, new EmptyView(source.Schema), () => new NotSupportedException("not this one"));
        Assert.AreNotSame(source, view);
        Assert.AreSame(source.Schema, view.Schema);
        Assert.AreEqual(source.GetRowCount(), view.GetRowCount());
        Assert.AreEqual(source.CanShuffle, view.CanShuffle);
        CollectionAssert.AreEqual(new float[] { 3, 5 }, view.GetColumn<float>("Number").ToArray());
        var converter = view.GetType().GetInterfaces().Single(type => type.Name == "ITransformCanSaveOnnx");
        foreach (var method in converter.GetMethods().Concat(converter.GetInterfaces().Where(type => type.Name.Contains("Onnx"))
            .SelectMany(type => type.GetMethods())))
        {
            var error = Assert.ThrowsExactly<System.Reflection.TargetInvocationException>(
                () => method.Invoke(view, new object?[method.GetParameters().Length]), method.Name);
            Assert.AreEqual("not this one", error.InnerException!.Message);
        }
    }

    [TestMethod]
    public void An_error_of_the_view_comes_through_as_it_was()
    {
        var source = new EmptyView(_ml.Data.LoadFromEnumerable([new Row()]).Schema);
        var view = OnnxRefusal.At(source, source, () => new NotSupportedException());
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => view.GetRowCursor(view.Schema)).Message, "A row was asked for.");
    }

    [TestMethod]
    public void Shapes_of_columns_are_made_with_all_that_they_hold()
    {
        var column = ShapeColumns.New("Keys", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.UInt32, true, null);
        Assert.AreEqual("Keys", column.Name);
        Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, column.Kind);
        Assert.AreEqual(NumberDataViewType.UInt32, column.ItemType);
        Assert.IsTrue(column.IsKey);
        Assert.IsEmpty(column.Annotations.ToArray());
    }

    private sealed class Row
    {
        public float Number { get; set; }
    }

    // Looks like ML.NET's own from outside.
    private sealed class Context
    {
        public readonly BinaryReader Reader = new(Stream.Null);

        public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
        {
            if (name != "weights")
                return false;
            action(new BinaryReader(new MemoryStream([7, .. Encoding.UTF8.GetBytes("numbers")])));
            return true;
        }
    }
}
