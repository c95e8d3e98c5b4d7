namespace DeepML.Trainers.Tests.Steps;

[TestClass]
public sealed class RowSumsTests
{
    [TestMethod]
    public void Means_are_over_rows_and_not_over_batches()
    {
        var sums = new RowSums();
        sums.Add(1, 30);
        sums.Add(4, 10);
        Assert.AreEqual(40L, sums.Rows);
        Assert.AreEqual(1.75, sums.MeanLoss);
        sums.Add("accuracy", 0.5, 30);
        sums.Add("accuracy", 0.9, 10);
        sums.Add("only once", 7, 10);
        Assert.AreEqual(0.6, sums.MeanMetrics["accuracy"], 1e-12);
        Assert.AreEqual(7, sums.MeanMetrics["only once"], "a metric counts the rows it was measured on");
    }

    [TestMethod]
    public void Without_a_row_the_mean_is_no_number()
    {
        Assert.IsTrue(double.IsNaN(new RowSums().MeanLoss));
        Assert.IsEmpty(new RowSums().MeanMetrics);
    }

    [TestMethod]
    public void A_loss_that_is_no_number_stays_one()
    {
        var sums = new RowSums();
        sums.Add(double.NaN, 1);
        sums.Add(1, 1000);
        Assert.IsTrue(double.IsNaN(sums.MeanLoss));
    }

    [TestMethod]
    public void Metrics_come_in_the_order_of_their_names()
    {
        var sums = new RowSums();
        foreach (var name in new[] { "b", "A", "a", "B" })
            sums.Add(name, 1, 1);
        CollectionAssert.AreEqual(new[] { "A", "B", "a", "b" }, sums.MeanMetrics.Keys.ToArray());
    }

    [TestMethod]
    public void Sums_are_taken_up_where_they_were_left()
    {
        var sums = new RowSums();
        sums.Add(1.5, 3);
        sums.Add("accuracy", 0.25, 2);
        sums.Add("µ", double.PositiveInfinity, 1);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        sums.Write(writer);
        writer.Write(99);
        writer.Flush();
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        var again = RowSums.Read(reader);
        Assert.AreEqual(99, reader.ReadInt32(), "nothing is read beyond the sums");
        again.Add(2.5, 1);
        Assert.AreEqual(1.75, again.MeanLoss);
        Assert.AreEqual(4L, again.Rows);
        Assert.AreEqual(0.25, again.MeanMetrics["accuracy"]);
        Assert.AreEqual(double.PositiveInfinity, again.MeanMetrics["µ"]);
    }
}
