using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DeepML.Distributed.Tests.Watch;

[TestClass]
public sealed class RankWatchTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [TestMethod]
    public void A_rank_whose_connection_ends_is_lost_to_the_first_and_through_it_to_the_others()
    {
        using var ranks = new Ranks(3, Long);
        ranks.Cut(2);
        var lost = ranks.WaitForLoss(0);
        StringAssert.StartsWith(lost, "Rank 2 (here) is lost: its process has ended.");
        Assert.AreEqual(lost, ranks.WaitForLoss(1));
        Assert.AreEqual(lost, Assert.ThrowsExactly<DistributionException>(ranks[1].ThrowIfLost).Message);
    }

    [TestMethod]
    public void The_first_rank_is_lost_to_all_others()
    {
        using var ranks = new Ranks(3, Long, silent: 0);
        ranks.Cut(0);
        StringAssert.StartsWith(ranks.WaitForLoss(1), "Rank 0 (here) is lost");
        StringAssert.StartsWith(ranks.WaitForLoss(2), "Rank 0 (here) is lost");
    }

    [TestMethod]
    public void A_rank_that_is_silent_is_lost_when_its_time_is_up_and_those_that_live_are_not()
    {
        using var ranks = new Ranks(3, TimeSpan.FromSeconds(2), silent: 2);
        StringAssert.StartsWith(ranks.WaitForLoss(0), "Rank 2 (here) is lost: nothing was heard of it for 2 s.");
        StringAssert.StartsWith(ranks.WaitForLoss(1), "Rank 2 (here) is lost");
    }

    [TestMethod]
    public void A_rank_that_gives_up_is_heard_by_all_with_its_reason()
    {
        using var ranks = new Ranks(3, Long);
        ranks[1].Abandon("Rank 1 (here) has failed: no rows.");
        Assert.AreEqual("Rank 1 (here) has failed: no rows.", ranks.WaitForLoss(0));
        Assert.AreEqual("Rank 1 (here) has failed: no rows.", ranks.WaitForLoss(2));
    }

    [TestMethod]
    public void A_connection_over_which_something_else_is_said_is_lost_and_ends_nobody_else()
    {
        using var ranks = new Ranks(3, Long, silent: 2);
        ranks.Say(2, "GET / HTTP/1.1"u8);
        var lost = ranks.WaitForLoss(0);
        StringAssert.StartsWith(lost, "Rank 2 (here) is lost");
        Assert.AreEqual(lost, ranks.WaitForLoss(1));
    }

    [TestMethod]
    public void The_first_reason_is_kept_and_who_has_left_is_not_lost_a_second_time()
    {
        using var ranks = new Ranks(2, Long);
        ranks[1].Abandon("Rank 1 (here) has failed: first.");
        ranks[1].Abandon("Rank 1 (here) has failed: second.");
        Assert.AreEqual("Rank 1 (here) has failed: first.", ranks.WaitForLoss(0));
        ranks.Cut(1);
        Thread.Sleep(200);
        Assert.AreEqual("Rank 1 (here) has failed: first.", ranks[0].Lost);
        ranks[1].Dispose();
        ranks[1].Dispose(); // twice is once
    }

    [TestMethod]
    public void A_reason_of_any_length_arrives_as_far_as_there_is_room()
    {
        using var ranks = new Ranks(2, Long);
        ranks[1].Abandon(new string('ä', 100_000));
        Assert.AreEqual(new string('ä', 1 << 14), ranks.WaitForLoss(0));
        CollectionAssert.AreEqual(
            new[] { new WatchMessage(WatchKind.Leaves), new WatchMessage(WatchKind.Ends) },
            WatchMessage.Take([.. new WatchMessage(WatchKind.Leaves).ToBytes(), .. new WatchMessage(WatchKind.Ends).ToBytes()]).ToArray());
        byte[] endless = [(byte)WatchKind.Lost, 0, 0, 2, 0]; // 131,072 bytes of text
        Assert.ThrowsExactly<FormatException>(() => WatchMessage.Take([.. endless]));
        byte[] negative = [(byte)WatchKind.Lost, 255, 255, 255, 255];
        Assert.ThrowsExactly<FormatException>(() => WatchMessage.Take([.. negative]));
    }

    [TestMethod]
    public void Ranks_that_end_in_order_are_not_lost()
    {
        using var ranks = new Ranks(3, Long);
        foreach (var rank in new[] { 1, 2 })
        {
            ranks[rank].Leave();
            ranks[rank].Dispose();
        }
        Thread.Sleep(300);
        ranks[0].ThrowIfLostOrGone(); // what they have said may be on its way
    }

    [TestMethod]
    public void A_rank_that_leaves_while_another_waits_for_it_ends_that_one_after_a_time_and_hears_of_it()
    {
        using var ranks = new Ranks(3, TimeSpan.FromSeconds(2));
        ranks[2].Leave();
        Thread.Sleep(300);
        ranks[0].ThrowIfLostOrGone();
        Thread.Sleep(2200);
        ranks[0].ThrowIfLost(); // it waits for nobody
        var gone = Assert.ThrowsExactly<DistributionException>(ranks[0].ThrowIfLostOrGone).Message;
        StringAssert.StartsWith(gone, "Rank 2 (here) has left: it has disposed its MpiDistribution");
        Assert.AreEqual(gone, ranks.WaitForLoss(1));
        Assert.AreEqual(gone, ranks.WaitForLoss(2));
    }

    [TestMethod]
    public void Messages_are_taken_whole_however_they_arrive_and_others_are_refused()
    {
        byte[] sent = [.. new WatchMessage(WatchKind.Lost, "Ränge").ToBytes(), .. new WatchMessage(WatchKind.Alive).ToBytes()];
        var received = new List<byte>();
        var found = new List<WatchMessage>();
        foreach (var part in sent.Chunk(4))
        {
            received.AddRange(part);
            found.AddRange(WatchMessage.Take(received));
        }
        CollectionAssert.AreEqual(new[] { new WatchMessage(WatchKind.Lost, "Ränge"), new WatchMessage(WatchKind.Alive) }, found);
        Assert.IsEmpty(received);
        Assert.ThrowsExactly<FormatException>(() => WatchMessage.Take([.. "GET / HTTP/1.1"u8]));
    }

    // Watches of one process, each connected to the first.
    private sealed class Ranks : IDisposable
    {
        private readonly RankWatch?[] _watches;
        private readonly List<Socket>[] _sockets;

        public Ranks(int count, TimeSpan lostAfter, int silent = -1)
        {
            _watches = new RankWatch?[count];
            _sockets = [.. Enumerable.Range(0, count).Select(_ => new List<Socket>())];
            var ofFirst = new List<WatchedRank>();
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            for (var rank = 1; rank < count; rank++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Connect(listener.LocalEndpoint);
                var other = listener.AcceptSocket();
                _sockets[rank].Add(socket);
                _sockets[0].Add(other);
                ofFirst.Add(new WatchedRank(rank, other));
                if (rank != silent)
                    _watches[rank] = new RankWatch([new WatchedRank(0, socket)], Name, lostAfter);
            }
            if (silent != 0)
                _watches[0] = new RankWatch(ofFirst, Name, lostAfter);
        }

        public RankWatch this[int rank] => _watches[rank]!;

        public void Say(int rank, ReadOnlySpan<byte> bytes) => _sockets[rank][0].Send(bytes);

        // As the system does when a process ends.
        public void Cut(int rank) => _sockets[rank].ForEach(socket => socket.Shutdown(SocketShutdown.Both));

        public string WaitForLoss(int rank)
        {
            var watch = Stopwatch.StartNew();
            while (this[rank].Lost is null && watch.Elapsed < TimeSpan.FromSeconds(20))
                Thread.Sleep(5);
            return this[rank].Lost ?? throw new AssertFailedException($"Rank {rank} does not notice.");
        }

        public void Dispose()
        {
            foreach (var watch in _watches)
                watch?.Dispose();
            foreach (var socket in _sockets.SelectMany(sockets => sockets))
                socket.Dispose();
        }

        private static string Name(int rank) => $"rank {rank} (here)";
    }
}
