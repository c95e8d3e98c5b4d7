using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Scoring;

/// <summary>Each kind of added column: its type, and what a number of the network becomes in it.</summary>
[TestClass]
public sealed class OutputColumnTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_column_has_the_type_that_it_promises()
    {
        foreach (var (column, type) in new (OutputColumn, DataViewType)[]
        {
            (new ScalarOutput("X"), NumberDataViewType.Single), (new BooleanOutput("X"), BooleanDataViewType.Instance),
            (new VectorOutput("X", 3), new VectorDataViewType(NumberDataViewType.Single, 3)),
            (new KeyOutput("X", 7), new KeyDataViewType(typeof(uint), 7)),
            (new KeySequenceOutput("X", 7, 4), new VectorDataViewType(new KeyDataViewType(typeof(uint), 7), 0)),
        })
        {
            Assert.AreEqual(type, column.Type);
            Assert.AreEqual("X", column.Shape.Name);
            Assert.AreEqual(type is KeyDataViewType or VectorDataViewType { ItemType: KeyDataViewType }, column.Shape.IsKey);
            Assert.IsNull(column.AnnotationsIn(_ml.Data.LoadFromEnumerable([new Row()]).Schema), "none were given");
        }
        Assert.AreEqual(SchemaShape.Column.VectorKind.VariableVector, new KeySequenceOutput("X", 7, 4).Shape.Kind);
    }

    [TestMethod]
    public void Numbers_pass_as_they_are()
    {
        CollectionAssert.AreEqual(new[] { 1.5f, float.NaN, float.PositiveInfinity },
            Column<float>(new ScalarOutput("X"), 1, [1.5f, float.NaN, float.PositiveInfinity]));
        var vectors = Column<VBuffer<float>>(new VectorOutput("X", 2), 2, [1, 2, 3, 4, 5, 6]);
        CollectionAssert.AreEqual(new float[] { 3, 4 }, vectors[1].DenseValues().ToArray());
    }

    [TestMethod]
    public void Above_0_is_yes_and_what_is_no_number_is_no() => CollectionAssert.AreEqual(
        new[] { true, false, false, false }, Column<bool>(new BooleanOutput("X"), 1, [1e-30f, 0, -1, float.NaN]));

    [TestMethod]
    public void Classes_from_0_become_keys_from_1_and_none_is_a_missing_key()
    {
        CollectionAssert.AreEqual(new uint[] { 1, 7, 0 }, Whole<uint>(new KeyOutput("X", 7), 1, [0, 6, -1]));
        CollectionAssert.AreEqual(new[] { (1u << 24) + 2 }, Whole<uint>(new KeyOutput("X", 1 << 25), 1, [(1 << 24) + 1]),
            "no float could hold it");
    }

    [TestMethod]
    public void A_number_that_is_no_key_is_not_turned_into_one()
    {
        Assert.ThrowsExactly<OverflowException>(() => Whole<uint>(new KeyOutput("X", 7), 1, [-2]));
        Assert.ThrowsExactly<OverflowException>(() => Whole<VBuffer<uint>>(new KeySequenceOutput("X", 7, 2), 2, [1L << 40, 1]));
    }

    [TestMethod]
    public void A_sequence_of_keys_ends_before_the_first_that_is_none()
    {
        var found = Whole<VBuffer<uint>>(new KeySequenceOutput("X", 9, 3), 3, [4, 9, -1, -1, -1, -1, 1, 2, 3]);
        CollectionAssert.AreEqual(new[] { "4 9", "", "1 2 3" }, found.Select(keys => string.Join(" ", keys.DenseValues())).ToArray());
    }

    [TestMethod]
    public void A_row_that_cannot_be_answered_is_missing_in_every_column()
    {
        var numbers = (OutputBlock<float>)new VectorOutput("X", 2).CreateBlock(2);
        var keys = (OutputBlock<long>)new KeyOutput("X", 5).CreateBlock(2);
        using var scope = NewDisposeScope();
        numbers.Take(tensor(new float[] { 1, 2, 3, 4 }, [2, 2]));
        keys.Take(tensor(new long[] { 1, 2 }));
        numbers.Miss(1);
        keys.Miss(0);
        CollectionAssert.AreEqual(new float[] { 1, 2 }, numbers.Row(0).ToArray());
        Assert.IsTrue(numbers.Row(1).ToArray().All(float.IsNaN));
        CollectionAssert.AreEqual(new long[] { -1, 2 }, new[] { keys.Row(0)[0], keys.Row(1)[0] });
    }

    [TestMethod]
    public void A_block_takes_numbers_of_any_type_and_layout_but_keys_only_whole()
    {
        using var scope = NewDisposeScope();
        var numbers = new OutputBlock<float>(3, 2, float.NaN);
        numbers.Take(tensor(new double[] { 1, 4, 2, 5, 3, 6 }, [3, 2]).t());
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, numbers.Row(0).ToArray(), "a transposed tensor");
        CollectionAssert.AreEqual(new float[] { 4, 5, 6 }, numbers.Row(1).ToArray());
        var keys = new OutputBlock<long>(1, 2, -1);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => keys.Take(tensor(new float[] { 1, 2 })));
        StringAssert.Contains(error.Message, "A column of whole numbers was given Float32");
        Assert.ThrowsExactly<OverflowException>(() => new OutputBlock<float>(1 << 20, 1 << 12, 0));
    }

    [TestMethod]
    public void Only_asked_for_columns_are_made_of_one_pass()
    {
        var (passes, made) = (0, new List<string>());
        var outputs = ScoredOutputs.Of(
            inputs =>
            {
                passes++;
                return inputs[0];
            },
            [
                new ScoredOutput<Tensor>(new ScalarOutput("A"), x => Made("A", x)),
                    new ScoredOutput<Tensor>(new ScalarOutput("B"), x => Made("B", x)),
            ]);
        using var one = ones(1);
        var found = outputs.Score([one], [false, true]);
        Assert.IsNull(found[0]);
        Assert.AreSame(one, found[1]);
        Assert.AreEqual(1, passes);
        CollectionAssert.AreEqual(new[] { "B" }, made);
        CollectionAssert.AreEqual(new[] { "A", "B" }, outputs.Columns.Select(column => column.Name).ToArray());

        Tensor Made(string name, Tensor x)
        {
            made.Add(name);
            return x;
        }
    }

    [TestMethod]
    public void A_column_of_any_type_is_kept_row_by_row_whatever_the_source_does_then()
    {
        var data = _ml.Data.LoadFromEnumerable([new Row { Text = "one", Numbers = [1, 2] }, new Row { Text = "two", Numbers = [3] }]);
        using var cursor = data.GetRowCursor(data.Schema);
        var texts = (PassedColumn<ReadOnlyMemory<char>>)PassedColumn.Create(cursor, data.Schema["Text"], 2);
        var numbers = (PassedColumn<VBuffer<float>>)PassedColumn.Create(cursor, data.Schema["Numbers"], 2);
        for (var row = 0; cursor.MoveNext(); row++)
        {
            texts.Read(row);
            numbers.Read(row);
        }
        var (text, vector, again) = (default(ReadOnlyMemory<char>), default(VBuffer<float>), default(VBuffer<float>));
        texts.Get(0, ref text);
        Assert.AreEqual("one", text.ToString());
        numbers.Get(0, ref vector);
        numbers.Get(1, ref again);
        CollectionAssert.AreEqual(new float[] { 1, 2 }, vector.DenseValues().ToArray(), "the second row has not written over the first");
        CollectionAssert.AreEqual(new float[] { 3 }, again.DenseValues().ToArray());
        VBufferEditor.CreateFromBuffer(ref vector).Values[0] = 99; // a consumer may write into what it was given
        numbers.Get(0, ref again);
        CollectionAssert.AreEqual(new float[] { 1, 2 }, again.DenseValues().ToArray());
    }

    private T[] Column<T>(OutputColumn column, int width, float[] numbers) =>
        Scored<T>(column, rows => tensor(numbers, width == 1 ? [rows] : [rows, width]), numbers.Length / width);

    private T[] Whole<T>(OutputColumn column, int width, long[] numbers) =>
        Scored<T>(column, rows => tensor(numbers, width == 1 ? [rows] : [rows, width]), numbers.Length / width);

    // What a view shows whose network answers so.
    private T[] Scored<T>(OutputColumn column, Func<long, Tensor> answer, int rows)
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row { Number = i }).ToArray());
        var scorer = new Scorer(
            [ScalarInput.Number("Number", "input")], [column], CPU, (inputs, _) => [answer(inputs[0].size(0))], ScorableRows.WhereFinite);
        var view = new ScoringView(scorer, data);
        using var cursor = view.GetRowCursor([view.Schema[column.Name]]);
        var getter = cursor.GetGetter<T>(view.Schema[column.Name]);
        var found = new List<T>();
        while (cursor.MoveNext())
        {
            var value = default(T)!;
            getter(ref value);
            found.Add(value);
        }
        return [.. found];
    }

    private sealed class Row
    {
        public float Number { get; set; }

        public string Text { get; set; } = "";

        public float[] Numbers { get; set; } = [];
    }
}
