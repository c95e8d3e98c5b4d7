using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Weights;

/// <summary>Room for weights is asked for before they are made.</summary>
[TestClass]
public sealed class WeightRoomTests
{
    [TestMethod]
    public void What_was_taken_is_counted_and_one_more_than_the_file_holds_is_refused()
    {
        using var room = WeightRoom.OfFile(10);
        WeightRoom.Take(2, 3);
        WeightRoom.Take(); // a single number
        WeightRoom.Take(3);
        Assert.AreEqual((Int128)10, room.Taken);
        WeightRoom.Take(4, 0);
        Assert.AreEqual((Int128)10, room.Taken, "nothing was taken");
        var error = Assert.ThrowsExactly<FormatException>(() => WeightRoom.Take(1));
        StringAssert.Contains(error.Message, "needs at least 11 weights, and the file holds 10");
    }

    [TestMethod]
    public void Sizes_whose_product_no_number_holds_are_refused_and_not_wrapped_around()
    {
        using var room = WeightRoom.OfFile(10);
        Assert.ThrowsExactly<FormatException>(() => WeightRoom.Take(long.MaxValue, long.MaxValue, long.MaxValue));
    }

    [TestMethod]
    public void A_size_below_0_is_damage()
    {
        using var room = WeightRoom.OfFile(100);
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => WeightRoom.Take(3, -1)).Message, "-1 weights on a side");
        Assert.AreEqual((Int128)0, room.Taken);
    }

    [TestMethod]
    public void Rooms_lie_within_each_other_and_end_with_their_scope()
    {
        using var outer = WeightRoom.OfFile(100);
        using (var inner = WeightRoom.OfFile(5))
        {
            WeightRoom.Take(5);
            Assert.AreEqual((Int128)5, inner.Taken);
            Assert.ThrowsExactly<FormatException>(() => WeightRoom.Take(1));
        }
        WeightRoom.Take(60);
        Assert.AreEqual((Int128)60, outer.Taken, "the inner one was counted apart");
    }

    [TestMethod]
    public void A_room_is_that_of_its_thread()
    {
        using var room = WeightRoom.OfFile(1);
        var other = new Thread(() => WeightRoom.Take(1000));
        other.Start();
        other.Join();
        Assert.AreEqual((Int128)0, room.Taken);
    }

    [TestMethod]
    public void A_network_that_no_memory_holds_is_refused_with_its_bytes_with_a_room_and_without()
    {
        var numbers = (WeightRoom.Memory / sizeof(float)) + 1;
        foreach (var open in new[] { true, false })
        {
            using var room = open ? WeightRoom.OfMachine() : null;
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => WeightRoom.Take(numbers));
            StringAssert.Contains(
                error.Message, $"at least {numbers} weights, which take {(Int128)numbers * 4} bytes; this process may use");
        }
        WeightRoom.Take(1); // there is room for this
    }

    [TestMethod]
    public void What_is_made_has_the_shape_that_was_asked_for_and_takes_its_numbers()
    {
        using var scope = NewDisposeScope();
        using var room = WeightRoom.OfFile(1000);
        using var linear = WeightRoom.Linear(3, 4);
        Assert.AreEqual((Int128)16, room.Taken);
        using var plain = WeightRoom.Linear(3, 4, hasBias: false);
        Assert.AreEqual((Int128)28, room.Taken);
        Assert.IsNull(plain.bias);
        using var embedding = WeightRoom.Embedding(5, 2);
        Assert.AreEqual((Int128)38, room.Taken);
        CollectionAssert.AreEqual(new long[] { 5, 2 }, embedding.weight!.shape);
        Assert.AreEqual(0f, WeightRoom.Zeros(2, 3).sum().item<float>());
        Assert.AreEqual(6f, WeightRoom.Ones(2, 3).sum().item<float>());
        Assert.AreEqual(ScalarType.Int64, WeightRoom.WholeZeros(2).dtype);
        Assert.AreEqual((Int128)52, room.Taken);
    }

    [TestMethod]
    [DataRow(1, 1L)]
    [DataRow(1, 2L)]
    [DataRow(3, 1L)]
    [DataRow(4, 3L)]
    public void Recurrent_layers_take_as_many_numbers_as_torch_makes(int gates, long layers)
    {
        using var scope = NewDisposeScope();
        nn.Module module = gates switch
        {
            1 => nn.RNN(5, 7, layers),
            3 => nn.GRU(5, 7, layers),
            _ => nn.LSTM(5, 7, layers),
        };
        using var room = WeightRoom.OfFile(1 << 20);
        WeightRoom.TakeRecurrent(gates, 5, 7, layers);
        Assert.AreEqual((Int128)module.parameters().Sum(weight => weight.numel()), room.Taken);
    }
}
