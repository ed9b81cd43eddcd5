namespace ShardClient.Tests.Integration.Dialects;

/// <summary>An application's migration and its statements, written for one engine: the same shop as people write it for MySQL and as they write it for SQLite.</summary>
internal static class ShopScripts
{
    public const string MySql = """
        SET NAMES utf8mb4;
        SET foreign_key_checks = 1;
        DROP TABLE IF EXISTS `order_lines`, `orders`;
        CREATE REFERENCE TABLE IF NOT EXISTS `products` (
          `sku` VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'as the label says',
          `title` VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
          `price` DECIMAL(10,2) NOT NULL DEFAULT 0.00,
          `stock` INT(11) UNSIGNED NOT NULL DEFAULT 0,
          PRIMARY KEY (`sku`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
        CREATE TABLE `customers` (
          `id` BIGINT NOT NULL AUTO_INCREMENT,
          `email` VARCHAR(120) COLLATE utf8mb4_bin NOT NULL,
          `name` VARCHAR(80) COLLATE utf8mb4_bin DEFAULT NULL,
          `tier` ENUM('basic','gold') NOT NULL DEFAULT 'basic',
          `is_active` TINYINT(1) NOT NULL DEFAULT 1,
          `born` DATE DEFAULT NULL,
          `created_at` DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
          PRIMARY KEY (`id`),
          UNIQUE KEY `uq_email` (`email`) LOCAL,
          KEY `by_name` (`name`(10)) USING BTREE,
          SHARD KEY (`id`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
        CREATE TABLE `orders` (
          `customer_id` BIGINT NOT NULL,
          `number` INT NOT NULL,
          `placed_at` DATETIME NOT NULL,
          `status` VARCHAR(10) COLLATE utf8mb4_bin NOT NULL DEFAULT 'new',
          PRIMARY KEY (`customer_id`, `number`),
          KEY `by_status` (`status`, `placed_at`),
          CONSTRAINT `fk_customer` FOREIGN KEY (`customer_id`) REFERENCES `customers` (`id`) ON DELETE CASCADE,
          SHARD KEY (`customer_id`)
        ) ENGINE=InnoDB;
        CREATE TABLE `order_lines` (
          `customer_id` BIGINT NOT NULL,
          `number` INT NOT NULL,
          `sku` VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,
          `quantity` INT NOT NULL,
          PRIMARY KEY (`customer_id`, `number`, `sku`),
          SHARD KEY (`customer_id`)
        );
        ALTER TABLE `order_lines` ADD INDEX `by_sku` (`sku`);
        INSERT INTO `products` (`sku`, `title`, `price`, `stock`) VALUES ('lamp', 'Lamp', 49.50, 10), ('chair', 'Chair', 120.25, 4), ('rug', 'Rug', 80.00, 0);
        INSERT INTO `customers` (`id`, `email`, `name`, `born`) VALUES (1, 'ann@x.org', 'ann', '1990-02-28'), (2, 'bob@y.org', 'bob', '1985-12-31'), (3, 'cy@x.org', NULL, NULL), (4, 'di@z.org', 'di', '2000-02-29');
        INSERT IGNORE INTO `customers` (`id`, `email`) VALUES (2, 'other@y.org'), (5, 'ed@x.org');
        INSERT INTO `orders` SET `customer_id` = 1, `number` = 1, `placed_at` = '2024-01-31 10:00:00';
        INSERT INTO `orders` (`customer_id`, `number`, `placed_at`) VALUES (1, 2, '2024-02-29 12:30:00'), (2, 1, '2024-03-15 08:15:30'), (4, 1, '2023-12-31 23:59:59');
        INSERT INTO `order_lines` VALUES (1, 1, 'lamp', 2), (1, 2, 'chair', 1), (2, 1, 'lamp', 1), (2, 1, 'rug', 3), (4, 1, 'chair', 4);
        INSERT INTO `order_lines` VALUES (1, 1, 'lamp', 3) ON DUPLICATE KEY UPDATE `quantity` = `quantity` + VALUES(`quantity`);
        UPDATE `orders` SET `status` = IF(`placed_at` < '2024-02-01 00:00:00', 'sent', 'open') WHERE `customer_id` = 1;
        REPLACE INTO `products` VALUES ('rug', 'Rug', 75.25, 7);
        DELETE FROM `order_lines` WHERE `customer_id` = 4 AND `number` = 1 AND `sku` = 'chair'
        """;

    public const string Sqlite = """
        PRAGMA foreign_keys = ON;
        CREATE REFERENCE TABLE IF NOT EXISTS products (
          sku VARCHAR(20) COLLATE BINARY NOT NULL PRIMARY KEY,
          title VARCHAR(80) COLLATE BINARY NOT NULL,
          price DECIMAL(10,2) NOT NULL DEFAULT 0.00,
          stock INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
        CREATE TABLE [customers] (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          email VARCHAR(120) COLLATE BINARY NOT NULL,
          name VARCHAR(80) COLLATE BINARY,
          tier VARCHAR(10) COLLATE BINARY NOT NULL DEFAULT 'basic' CHECK (tier IN ('basic', 'gold')),
          is_active BOOLEAN NOT NULL DEFAULT TRUE,
          born DATE,
          created_at DATETIME NOT NULL DEFAULT (datetime('now')),
          UNIQUE (email) LOCAL,
          SHARD KEY (id)
        );
        CREATE INDEX IF NOT EXISTS by_name ON customers (name);
        CREATE TABLE orders (
          customer_id BIGINT NOT NULL,
          number INT NOT NULL,
          placed_at DATETIME NOT NULL,
          status VARCHAR(10) COLLATE BINARY NOT NULL DEFAULT 'new',
          PRIMARY KEY (customer_id, number),
          CONSTRAINT fk_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE,
          SHARD KEY (customer_id)
        );
        CREATE INDEX by_status ON orders (status, placed_at);
        CREATE TABLE order_lines (
          customer_id BIGINT NOT NULL, number INT NOT NULL, sku VARCHAR(20) COLLATE BINARY NOT NULL, quantity INT NOT NULL,
          PRIMARY KEY (customer_id, number, sku),
          SHARD KEY (customer_id)
        ) WITHOUT ROWID;
        INSERT INTO products (sku, title, price, stock) VALUES ('lamp', 'Lamp', 49.50, 10), ('chair', 'Chair', 120.25, 4), ('rug', 'Rug', 80.00, 0);
        INSERT INTO customers (id, email, name, born) VALUES (1, 'ann@x.org', 'ann', '1990-02-28'), (2, 'bob@y.org', 'bob', '1985-12-31'), (3, 'cy@x.org', NULL, NULL), (4, 'di@z.org', 'di', '2000-02-29');
        INSERT OR IGNORE INTO customers (id, email) VALUES (2, 'other@y.org'), (5, 'ed@x.org');
        INSERT INTO orders (customer_id, number, placed_at) VALUES (1, 1, '2024-01-31 10:00:00'), (1, 2, '2024-02-29 12:30:00'), (2, 1, '2024-03-15 08:15:30'), (4, 1, '2023-12-31 23:59:59');
        INSERT INTO order_lines VALUES (1, 1, 'lamp', 2), (1, 2, 'chair', 1), (2, 1, 'lamp', 1), (2, 1, 'rug', 3), (4, 1, 'chair', 4);
        INSERT INTO order_lines VALUES (1, 1, 'lamp', 3) ON CONFLICT (customer_id, number, sku) DO UPDATE SET quantity = quantity + excluded.quantity;
        INSERT INTO order_lines VALUES (1, 1, 'lamp', 9) ON CONFLICT DO NOTHING;
        UPDATE orders SET status = iif(placed_at < '2024-02-01 00:00:00', 'sent', 'open') WHERE customer_id == 1;
        INSERT OR REPLACE INTO products VALUES ('rug', 'Rug', 75.25, 7);
        DELETE FROM order_lines WHERE customer_id = 4 AND number = 1 AND sku = 'chair'
        """;

    /// <summary>Questions in the words of both.</summary>
    public static IReadOnlyList<string> Questions { get; } =
    [
        "SELECT `id`, `email`, IFNULL(`name`, '-') AS n, `tier`, `is_active` IS TRUE AS active FROM `customers` ORDER BY `id`",
        "SELECT id, TIMESTAMPDIFF(YEAR, born, '2024-02-28') AS age, DATE_FORMAT(born, '%d.%m.%Y') AS day FROM customers WHERE born IS NOT NULL ORDER BY id",
        "SELECT customer_id, number, status, DATE(placed_at + INTERVAL 1 MONTH) AS due, DATEDIFF('2024-04-01', placed_at) AS days FROM orders ORDER BY 1, 2",
        "SELECT strftime('%Y-%m', placed_at) AS month, count(*) AS n, count(*) FILTER (WHERE status = 'open') AS open FROM orders GROUP BY month ORDER BY month",
        "SELECT SUBSTRING_INDEX(email, '@', -1) AS host, COUNT(*) AS n, GROUP_CONCAT(LEFT(email, LOCATE('@', email) - 1) ORDER BY email SEPARATOR '; ') AS people FROM customers GROUP BY host ORDER BY n DESC, host LIMIT 0, 2",
        "SELECT p.sku, p.stock, SUM(l.quantity * p.price) AS revenue FROM products p LEFT JOIN order_lines l ON l.sku = p.sku GROUP BY p.sku, p.stock ORDER BY revenue DESC NULLS LAST, p.sku",
        "SELECT c.name, max(l.quantity, 2) AS q FROM customers AS c JOIN order_lines AS l ON l.customer_id = c.id WHERE c.name IS NOT NULL ORDER BY c.id, l.number, l.sku LIMIT -1 OFFSET 1",
        "SELECT LPAD(number, 4, '0') AS code, UCASE(status) AS s, YEAR(placed_at) AS y, QUARTER(placed_at) AS q, DAYNAME(placed_at) AS d FROM orders WHERE customer_id <=> 1 ORDER BY number",
        "SELECT COUNT(*) AS n FROM customers WHERE created_at <= datetime('now', '+1 day') AND created_at > UTC_TIMESTAMP() - INTERVAL 2 DAY",
    ];
}
