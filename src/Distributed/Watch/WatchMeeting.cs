using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace DeepML.Distributed;

/// <summary>How the processes find each other for the <see cref="RankWatch"/>: the first listens, the others call.</summary>
internal static class WatchMeeting
{
    private const int SecretBytes = 16;
    private static readonly TimeSpan PerAddress = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Connects the processes.</summary>
    /// <param name="world">MPI, over which the first tells where it listens.</param>
    /// <param name="rank">Number of this process.</param>
    /// <param name="size">Number of processes.</param>
    /// <returns>In the first process one connection to each other one; in these the one to the first.</returns>
    /// <exception cref="DistributionException">They do not reach each other: the same in all of them.</exception>
    public static IReadOnlyList<WatchedRank> Connect(MpiWorld world, int rank, int size)
    {
        using var listener = rank == 0 ? Listen() : null;
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var place = JsonSerializer.Deserialize<Place>(world.FromFirst(listener is null
            ? []
            : JsonSerializer.SerializeToUtf8Bytes(new Place(Addresses(), ((IPEndPoint)listener.LocalEndpoint).Port, secret))))!;
        List<WatchedRank> found = [];
        var fault = "";
        try
        {
            if (listener is null)
                found.Add(new WatchedRank(0, Call(place, rank)));
            else
                Answer(listener, place.Secret, size, found);
        }
        catch (Exception error) when (error is SocketException or TimeoutException or IOException)
        {
            fault = error.Message;
        }
        var faults = world.Gather(System.Text.Encoding.UTF8.GetBytes(fault)).Select(System.Text.Encoding.UTF8.GetString).ToList();
        if (faults.FindIndex(one => one.Length > 0) is >= 0 and var failed)
        {
            found.ForEach(connection => connection.Dispose());
            throw new DistributionException(
                $"The processes do not reach each other over TCP, by which each would notice that another is lost (rank {failed}: "
                + $"{faults[failed]}). Rank 0 listens at {string.Join(", ", place.Addresses)}, port {place.Port}; let ports above 1023 "
                + "through between the machines.");
        }
        return found;
    }

    private static TcpListener Listen()
    {
        var listener = Socket.OSSupportsIPv6 ? TcpListener.Create(0) : new TcpListener(IPAddress.Any, 0); // the former hears both
        listener.Start();
        return listener;
    }

    private static string[] Addresses() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces().Where(card => card.OperationalStatus != OperationalStatus.Down)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address)
            .Where(address => !address.IsIPv6LinkLocal)
            .OrderBy(address => IPAddress.IsLoopback(address) ? 0 : address.AddressFamily == AddressFamily.InterNetwork ? 1 : 2)
            .Select(address => address.ToString()),
    ];

    // The loopback address of another machine is this one's own: what listens there does not know the secret, or nothing does.
    private static Socket Call(Place place, int rank)
    {
        var tried = new List<string>();
        foreach (var address in place.Addresses)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var patience = new CancellationTokenSource(PerAddress);
                socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), place.Port), patience.Token).AsTask().GetAwaiter().GetResult();
                socket.SendTimeout = socket.ReceiveTimeout = (int)PerAddress.TotalMilliseconds;
                socket.Send([.. place.Secret, .. BitConverter.GetBytes(rank)]);
                var echo = ReadExactly(socket, SecretBytes);
                if (echo.AsSpan().SequenceEqual(place.Secret.Reverse().ToArray()))
                    return socket;
                tried.Add($"{address}: another program listens there");
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or IOException)
            {
                tried.Add($"{address}: {(error is OperationCanceledException ? "no answer" : error.Message)}");
            }
            socket.Dispose();
        }
        throw new TimeoutException(string.Join("; ", tried));
    }

    private static void Answer(TcpListener listener, byte[] secret, int size, List<WatchedRank> found)
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (found.Count < size - 1)
        {
            if (!listener.Server.Poll(TimeSpan.FromMilliseconds(Math.Max(1, until - Environment.TickCount64)), SelectMode.SelectRead))
                throw new TimeoutException($"{size - 1 - found.Count} of {size} processes have not called");
            var socket = listener.AcceptSocket();
            try
            {
                socket.NoDelay = true;
                socket.SendTimeout = socket.ReceiveTimeout = (int)PerAddress.TotalMilliseconds;
                if (ReadExactly(socket, SecretBytes).AsSpan().SequenceEqual(secret))
                {
                    found.Add(new WatchedRank(BitConverter.ToInt32(ReadExactly(socket, sizeof(int))), socket));
                    socket.Send(secret.Reverse().ToArray());
                    continue;
                }
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                found.RemoveAll(connection => connection.Socket == socket); // whoever it was calls again, or is missed in the end
            }
            socket.Dispose();
        }
    }

    private static byte[] ReadExactly(Socket socket, int count)
    {
        var bytes = new byte[count];
        using var stream = new NetworkStream(socket, ownsSocket: false);
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed record Place(string[] Addresses, int Port, byte[] Secret);
}
